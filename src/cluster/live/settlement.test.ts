import { describe, expect, it } from 'vitest'
import type { Command } from '../../aerodb/command.ts'
import { requestId } from '../../aerodb/ids.ts'
import type { Ask, Probe, Reply } from '../../host/protocol.ts'
import { Activity, settle, type Unsettled } from './settlement.ts'

const STILL: Probe = { steps: 10, queued: 0, batchInFlight: false, waitingWrites: 0, clientsWaiting: 0, links: [] }
/** Longer than any test may take. */
const NEVER_MILLIS = 60_000

/** A cluster of one node that answers each look with the next probe, and the last one from then on. */
function clusterOf(probes: readonly Probe[], differs: Partial<Unsettled['fleet']['seats'][number]> = {}) {
  const activity = new Activity()
  let looks = 0
  const fleet = {
    seats: [{ name: 'n1', life: 'alive', workload: null, ...differs } as const],
    mesh: { pending: 0 },
    ask: (_node: string, _ask: Ask): Promise<Reply> => {
      const probe = probes[Math.min(looks, probes.length - 1)] ?? STILL
      looks++
      return Promise.resolve({ kind: 'probed', probe })
    },
  }
  const cluster: Unsettled = { fleet, requests: { waiting: () => [] }, activity }
  return { cluster, activity, looks: () => looks }
}

const READ: Command = { kind: 'read', collection: 'a', id: 'b', at: { kind: 'newest' } }

function waitingFor(...commands: readonly Command[]): Unsettled['requests'] {
  const waiting = commands.map((command, index) => ({ request: requestId(`r${index + 1}`), node: 'n1', command }))
  return { waiting: () => waiting }
}

describe('settled', () => {
  it('resolves after two looks that find everything still, with nothing between them', async () => {
    const { cluster, looks } = clusterOf([STILL])
    await settle(cluster, NEVER_MILLIS)
    expect(looks()).toBe(2)
  })

  it('looks again when something shows movement, not on a clock', async () => {
    const { cluster, activity, looks } = clusterOf([{ ...STILL, batchInFlight: true }, STILL])
    const settling = settle(cluster, NEVER_MILLIS)
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
    expect(looks()).toBe(1)
    activity.sign()
    await settling
    expect(looks()).toBe(3)
  })

  it('is not fooled by two looks that an input passed between', async () => {
    const { cluster, activity, looks } = clusterOf([STILL, { ...STILL, steps: 11 }])
    const settling = settle(cluster, NEVER_MILLIS)
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
    activity.sign()
    await settling
    expect(looks()).toBe(4)
  })

  it('rejects once the time is over, naming what still moves', async () => {
    const { cluster } = clusterOf([{ ...STILL, waitingWrites: 3 }])
    await expect(settle(cluster, 1)).rejects.toThrow(/^AERO_CLUSTER_NOT_SETTLED: .*n1 has 3 write sets that wait for a batch/)
  })

  it('names a node that starts, and one that has requests to answer', async () => {
    const { cluster } = clusterOf([STILL], { life: 'starting' })
    await expect(settle(cluster, 1)).rejects.toThrow(/n1 is starting/)
    const asked = { ...clusterOf([STILL]).cluster, requests: waitingFor(READ, READ, READ, READ) }
    await expect(settle(asked, 1)).rejects.toThrow(/n1 has 4 requests to answer: r1 \(read a:b\), r2 .*, r3 \(read a:b\), …$/)
  })

  it('takes an operator’s command that waits for a lost answer for what it is: nothing that moves (CLUSTER-7)', async () => {
    const waiting = waitingFor({ kind: 'resume' }, { kind: 'bootstrap', unproven: 'refuse' })
    await settle({ ...clusterOf([STILL]).cluster, requests: waiting }, NEVER_MILLIS)
    const starting = { ...clusterOf([STILL], { life: 'starting' }).cluster, requests: waiting }
    await expect(settle(starting, 1)).rejects.toThrow(/n1 is starting/)
    const persisting = { ...clusterOf([{ ...STILL, batchInFlight: true }]).cluster, requests: waiting }
    await expect(settle(persisting, 1)).rejects.toThrow(/n1 has a batch on its way to disk$/)
  })

  it('rejects at once while a workload writes, and not for one whose node is dead', async () => {
    const workload = { commitsPerSecond: 3, clients: 1 }
    await expect(settle(clusterOf([STILL], { workload }).cluster, NEVER_MILLIS)).rejects.toThrow(
      /^AERO_CLUSTER_WORKLOAD_RUNNING: /,
    )
    await settle(clusterOf([STILL], { workload, life: 'dead' }).cluster, NEVER_MILLIS)
  })
})

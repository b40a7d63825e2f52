import { describe, expect, it } from 'vitest'
import { ZERO_DIGEST } from '../aerodb/digest.ts'
import type { Effect } from '../aerodb/effect.ts'
import { batchId, commitId, incarnation, lsn, type NodeName, nodeName, type RequestId, requestId } from '../aerodb/ids.ts'
import type { BatchFailure, Input } from '../aerodb/input.ts'
import type { Explanation } from '../aerodb/inspection.ts'
import type { DatabaseNode } from '../aerodb/node.ts'
import type { CrashPoint } from '../platform/crash-point.ts'
import type { NodeStep } from '../platform/trace/step.ts'
import { Link } from './link.ts'
import { Outbox } from './outbox.ts'
import { OwnClients } from './own-clients.ts'
import type { Report } from './protocol.ts'
import { TurnLoop } from './turn-loop.ts'

const PEER = nodeName('n2')
const NOTHING = { discardLog: 'keep', putManifest: null, putBatch: null } as const

const persist = (purpose: (Effect & { readonly kind: 'persist' })['purpose'], id = 1): Effect => ({
  kind: 'persist',
  id: batchId(id),
  purpose,
  batch: NOTHING,
})
const send = (number: number): Effect => ({
  kind: 'send',
  peer: PEER,
  label: { kind: 'records', incarnation: 1, number, records: null, reportsLsn: null },
  bytes: Uint8Array.of(number),
})
const acknowledge = (request: string): Effect => ({
  kind: 'answer',
  request: requestId(request),
  outcome: { kind: 'acknowledged', commitId: commitId(1) },
})

function explainScripted(request: RequestId): Explanation | null {
  return { subject: request, rules: [], conclusion: 'as scripted' }
}

/** A host around a node that does as scripted, and a journal of what the world outside saw, in order. */
function hosted(script: Readonly<Record<string, readonly Effect[] | Error>>, crashPoint: CrashPoint | null = null) {
  const journal: string[] = []
  const reports: Report[] = []
  const settlers: ((failure: BatchFailure | null) => void)[] = []
  const node = {
    step(input: Input) {
      const name = input.kind === 'command' ? input.request : input.kind
      journal.push(`step ${name}`)
      const effects = script[name] ?? []
      if (effects instanceof Error) throw effects
      return effects
    },
    explainRequest: explainScripted,
    position: () => ({ incarnation: incarnation(1), chainDigest: ZERO_DIGEST, stateDigest: ZERO_DIGEST }),
  } as DatabaseNode
  const disk = {
    persist(_batch: unknown, settled: (failure: BatchFailure | null) => void) {
      journal.push('persist')
      settlers.push(settled)
    },
  }
  const { port1: port } = new MessageChannel()
  port.postMessage = (frame: { readonly number: number }) => journal.push(`send ${frame.number}`)
  const clients = new OwnClients(() => undefined)
  const outbox = new Outbox(
    (report) => {
      reports.push(report)
      journal.push(['post', ...namesIn(report.log)].join(' '))
    },
    () => ({ position: node.position(), links: [] }),
    () => clients.counts(),
  )
  const links = new Map<NodeName, Link>()
  const link = new Link(PEER, (notice) => outbox.frame(notice))
  link.open(1, port, () => undefined)
  links.set(PEER, link)
  const loop = new TurnLoop({ node, disk, outbox, clients, links, roleTaken: () => undefined }, crashPoint)
  const command = (request: string, stillHolds?: () => boolean) => {
    const input: Input = { kind: 'command', request: requestId(request), command: { kind: 'resume' } }
    const logged: NodeStep = { ask: [request, input.command] }
    loop.queue(stillHolds === undefined ? { kind: 'input', input, logged } : { kind: 'input', input, logged, stillHolds })
  }
  const settle = (failure: BatchFailure | null) => settlers.shift()?.(failure)
  return { loop, journal, reports, command, settle }
}

function namesIn(log: string | null): readonly string[] {
  const logged = JSON.parse(log ?? '[]') as readonly NodeStep[]
  return logged.map((each) => ('ask' in each ? each.ask[0] : 'durable' in each ? 'batchDurable' : 'batchFailed'))
}

describe('a turn', () => {
  it('posts every input before an effect of it that others can see', () => {
    const { loop, journal, command } = hosted({ r1: [send(1), persist('primaryAppend')], r2: [send(2)] })
    command('r1')
    command('r2')
    loop.turn()
    expect(journal).toEqual(['step r1', 'post r1', 'send 1', 'persist', 'step r2', 'post r2', 'send 2'])
  })

  it('lets a step be heard of once all that it observed has been said, however early it sends', () => {
    const observed: Effect = {
      kind: 'observe',
      observation: { kind: 'sessionOpened', peer: PEER, fromLsn: lsn(1) },
    }
    const { loop, reports, command } = hosted({ early: [send(1), observed, send(2)], late: [observed, send(3)] })
    command('early')
    loop.turn()
    command('late')
    loop.turn()
    expect(reports.map(({ clock, observations }) => [clock.steps, observations.length])).toEqual([
      [0, 0],
      [1, 1],
      [2, 1],
    ])
  })

  it('takes everything that has gathered, and posts in one piece what nobody else sees', () => {
    const { loop, journal, reports, command } = hosted({ r1: [], r2: [acknowledge('r2')], r3: [acknowledge('r3')] })
    for (const request of ['r1', 'r2', 'r3']) command(request)
    loop.turn()
    expect(journal).toEqual(['step r1', 'step r2', 'step r3', 'post r1 r2 r3'])
    expect(reports[0]?.answers.map(({ request }) => request)).toEqual(['r2', 'r3'])
    expect(reports[0]?.answers[0]?.explanation, 'what is known of it goes with it').toMatchObject({ subject: 'r2' })
    expect(reports[0]?.standing).not.toBeNull()
  })

  it('says a batch is durable only once the disk has said so (WAL-8)', () => {
    const { loop, journal, command, settle } = hosted({ r1: [persist('primaryAppend')], batchDurable: [acknowledge('r1')] })
    command('r1')
    loop.turn()
    expect(journal).not.toContain('step batchDurable')
    settle(null)
    expect(journal.slice(-2)).toEqual(['step batchDurable', 'post batchDurable'])
  })

  it('tells the node why a batch failed (WAL-10)', () => {
    const { loop, journal, command, settle } = hosted({ r1: [persist('primaryAppend')], batchFailed: [] })
    command('r1')
    loop.turn()
    settle({ outcome: 'aborted', cause: 'QuotaExceededError' })
    expect(journal.at(-1)).toBe('step batchFailed')
  })

  it('does not take a frame whose epoch ended before its turn', () => {
    const { loop, journal, command } = hosted({})
    command('r1', () => false)
    loop.turn()
    expect(journal).toEqual([])
  })

  it('ends the node at a bug of its own, and takes nothing more', () => {
    const { loop, journal, reports, command } = hosted({ r1: new Error('no such state') })
    command('r1')
    command('r2')
    loop.turn()
    loop.turn()
    expect(journal).toEqual(['step r1', 'post r1'])
    expect(reports[0]?.log).toContain('"threw":"Error: no such state"')
    expect(reports[0]?.end).toMatchObject({ kind: 'stopped', error: { code: 'AERO_HOST_FAULT', severity: 'BUG' } })
  })

  it('ends the node when it says that it can’t go on, and runs no effect after that', () => {
    const error = { code: 'AERO_DISK_UNKNOWN', severity: 'FATAL', message: 'the disk broke' } as const
    const { loop, journal, reports, command } = hosted({ r1: [{ kind: 'stop', error }, send(1)] })
    command('r1')
    loop.turn()
    expect(journal).toEqual(['step r1', 'post r1'])
    expect(reports[0]?.end).toEqual({ kind: 'stopped', error })
  })
})

describe('a crash point', () => {
  it.each([
    ['beforeWalDurable', persist('primaryAppend')],
    ['beforeReplicaAppend', persist('replicaAppend')],
    ['duringRecovery', persist('start')],
    ['duringShipping', send(1)],
    ['beforeHaltDurable', persist('halt')],
    ['beforeOperationDurable', persist('resume')],
    ['beforeOperationDurable', persist('discard')],
  ] as const)('%s takes the place of the effect (FAIL-1, FAIL-6, FAIL-10, FAIL-16, FAIL-18, FAIL-20, FAIL-22)', (point, effect) => {
    const { loop, journal, reports, command } = hosted({ r1: [effect, acknowledge('r1')] }, point)
    command('r1')
    command('r2')
    loop.turn()
    expect(journal).toEqual(['step r1', 'post r1'])
    expect(reports[0]).toMatchObject({ end: { kind: 'crashPoint', point }, answers: [] })
  })

  it.each([
    ['afterWalDurable', 'primaryAppend'],
    ['afterReplicaAppend', 'replicaAppend'],
    ['afterOperationDurable', 'resume'],
    ['afterOperationDurable', 'discard'],
  ] as const)('%s waits for the disk, runs no later effect, and does not tell the node (FAIL-4, FAIL-13, FAIL-21, FAIL-23)', (point, purpose) => {
    const { loop, journal, reports, command, settle } = hosted({ r1: [persist(purpose), send(1)] }, point)
    command('r1')
    command('r2')
    loop.turn()
    expect(journal).toEqual(['step r1', 'post r1', 'persist'])
    settle(null)
    expect(journal.at(-1)).toBe('post')
    expect(reports.at(-1)?.end).toEqual({ kind: 'crashPoint', point })
    loop.turn()
    expect(journal).not.toContain('step r2')
    expect(journal).not.toContain('send 1')
  })

  it('stays armed where the batch failed: the effect did not complete', () => {
    const { loop, journal, command, settle } = hosted(
      { r1: [persist('primaryAppend'), send(1)], batchFailed: [] },
      'afterWalDurable',
    )
    command('r1')
    command('r2')
    loop.turn()
    settle({ outcome: 'aborted', cause: 'QuotaExceededError' })
    expect(journal.slice(3)).toEqual(['send 1', 'step r2', 'step batchFailed'])
  })

  it('afterAcknowledge lets the client have its answer, and nothing after it run (FAIL-5)', () => {
    const { loop, journal, reports, command } = hosted({ r1: [acknowledge('r1'), send(1)] }, 'afterAcknowledge')
    command('r1')
    loop.turn()
    expect(journal).toEqual(['step r1', 'post r1'])
    expect(reports[0]).toMatchObject({ end: { kind: 'crashPoint' }, answers: [{ request: 'r1' }] })
  })

  it('afterApply lets the observation out, and no report to a peer (FAIL-14)', () => {
    const applied = { kind: 'applied', lsn: 3, commitId: 1, stateDigest: new Uint8Array(16) } as never
    const { loop, journal, reports, command } = hosted({ r1: [{ kind: 'observe', observation: applied }, send(1)] }, 'afterApply')
    command('r1')
    loop.turn()
    expect(journal).toEqual(['step r1', 'post r1'])
    expect(reports[0]?.observations).toHaveLength(1)
  })
})

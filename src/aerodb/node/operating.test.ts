import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { withManifest } from '../../simulation/forged-disk.ts'
import { flipped } from '../../simulation/forgery.ts'
import { N1, N2, N3, Rehearsal } from '../../simulation/rehearsal.ts'

const hash = await loadHash128()

/** n2 halted with WalGapDetected at its durable prefix: the second of three commits was lost on its way. */
function gapped(sync: 'each' | 'group' = 'each'): Rehearsal {
  const rehearsal = Rehearsal.steady({ hash, sync })
  rehearsal.putAndSettle('a', 'one')
  rehearsal.put('b', 'two')
  rehearsal.landAll(N1)
  rehearsal.cluster.drop(N1, N2)
  rehearsal.putAndSettle('c', 'three')
  expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicationHalted', durableLsn: 3 })
  return rehearsal
}

describe('resume', () => {
  test('proves the durable prefix and goes on behind it (RECOVERY-15)', () => {
    const rehearsal = gapped()
    const resumed = rehearsal.cluster.command(N2, { kind: 'resume' })
    rehearsal.cluster.settle()
    expect(rehearsal.outcome(resumed)).toEqual({ kind: 'done', detail: { fromLsn: 4 } })
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', session: 'streaming', appliedCommitId: 3, halt: null })
  })

  test('is durable: a restart does not return to the halt (RECOVERY-8)', () => {
    const rehearsal = gapped()
    rehearsal.cluster.command(N2, { kind: 'resume' })
    rehearsal.cluster.settle()
    rehearsal.restart(N2)
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', session: 'streaming', appliedCommitId: 3 })
  })

  test('asked for while the halt is not durable yet, it asks the Primary once it is (RECOVERY-10)', () => {
    const rehearsal = Rehearsal.steady({ hash })
    rehearsal.put('a', 'one')
    rehearsal.landAll(N1)
    rehearsal.cluster.deliver(N1, N2, 0, (bytes) => flipped(bytes, 100))
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', batchInFlight: true })
    const resumed = rehearsal.cluster.command(N2, { kind: 'resume' })
    rehearsal.cluster.settle()
    expect(rehearsal.outcome(resumed)).toMatchObject({ kind: 'done' })
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', session: 'streaming', appliedCommitId: 1 })
  })

  test.each([
    ['goes down', 'disconnected'],
    ['goes down and up again', 'streaming'],
  ] as const)('while its batch is in flight the link %s: the node says how it stands, %s', (what, session) => {
    const rehearsal = gapped()
    const { cluster } = rehearsal
    const resumed = cluster.command(N2, { kind: 'resume' })
    cluster.deliver(N2, N1)
    cluster.deliver(N1, N2)
    expect(cluster.at(N2).writing?.purpose).toBe('resume')
    cluster.linkDown(N1, N2)
    if (what === 'goes down and up again') cluster.linkUp(N1, N2)
    while (cluster.frames(N1, N2).length > 0) cluster.deliver(N1, N2)
    cluster.land(N2)
    expect(rehearsal.outcome(resumed)).toMatchObject({ kind: 'done' })
    cluster.settle()
    rehearsal.putAndSettle('d', 'four')
    const appliedCommitId = session === 'streaming' ? 4 : 1
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', session, appliedCommitId })
  })

  test('a bad frame that arrives while its batch is in flight halts the node again, once that is durable (LOG-1)', () => {
    const rehearsal = gapped()
    const { cluster } = rehearsal
    const resumed = cluster.command(N2, { kind: 'resume' })
    cluster.deliver(N2, N1)
    cluster.deliver(N1, N2)
    cluster.deliver(N1, N2, 0, (bytes) => flipped(bytes, 300))
    cluster.land(N2)
    expect(rehearsal.outcome(resumed)).toMatchObject({ kind: 'done' })
    expect(rehearsal.read(N2, 'a')).toMatchObject({ kind: 'refused', error: { rule: 'READ-1' } })
    cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicationHalted', halt: { reason: 'WalCorruption', rule: 'LOG-1' } })
    expect(rehearsal.position(N2).durableLsn).toBe(3)
  })

  test('whose batch provably aborts is refused; the halt stays as it was, and nothing more is taken (WAL-10, RECOVERY-8)', () => {
    const rehearsal = gapped()
    const { cluster } = rehearsal
    const resumed = cluster.command(N2, { kind: 'resume' })
    cluster.deliver(N2, N1)
    cluster.deliver(N1, N2)
    cluster.fail(N2, { outcome: 'aborted', cause: 'QuotaExceededError' })
    cluster.settle()
    expect(rehearsal.outcome(resumed)).toMatchObject({
      kind: 'refused',
      error: { code: 'AERO_DISK_BATCH_ABORTED', rule: 'WAL-10' },
    })
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicationHalted', durableLsn: 3, halt: { rule: 'LOG-5' } })
    rehearsal.putAndSettle('d', 'four')
    expect(rehearsal.position(N2)).toMatchObject({ durableLsn: 3, batchInFlight: false })
    expect(rehearsal.position(N1).peers.find(({ peer }) => peer === N2)).toMatchObject({ session: 'none' })
    const again = cluster.command(N2, { kind: 'resume' })
    cluster.settle()
    expect(rehearsal.outcome(again)).toMatchObject({ kind: 'done' })
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', appliedCommitId: 4 })
  })

  test('an empty Replica that lost the hello names its history as the Primary accepts it, and restarts with it (RECOVERY-6)', () => {
    const rehearsal = new Rehearsal({ hash, nodes: [N1, N2] })
    const { cluster } = rehearsal
    for (const name of [N1, N2]) cluster.start(name)
    for (const name of [N1, N2]) cluster.land(name)
    cluster.deliver(N1, N2, 0, (bytes) => flipped(bytes, 80))
    cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicationHalted', durableLsn: 0 })
    cluster.command(N2, { kind: 'resume' })
    cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', historyId: rehearsal.position(N1).historyId })
    rehearsal.restart(N2)
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', session: 'streaming', durableLsn: 1 })
  })

  test('the Primary is still starting when it is asked: it answers once its start is over, also if it ends in a halt (MODEL-11)', () => {
    const rehearsal = gapped()
    const { cluster } = rehearsal
    cluster.kill(N1, 'lost')
    const primary = cluster.at(N1)
    primary.configuration = { ...primary.configuration, primaries: [N1, N3] }
    cluster.start(N1)
    const resumed = cluster.command(N2, { kind: 'resume' })
    cluster.deliver(N2, N1)
    cluster.settle()
    expect(rehearsal.position(N1)).toMatchObject({ role: 'ReplicationHalted' })
    expect(rehearsal.outcome(resumed)).toMatchObject({
      kind: 'refused',
      error: { rule: 'RECOVERY-15', evidence: { answer: 'refused', rule: 'MODEL-11' } },
    })
  })

  test('the Primary is still starting when it is asked, and its start is refused: it answers that (MODEL-11)', () => {
    const rehearsal = gapped()
    const { cluster } = rehearsal
    cluster.kill(N1, 'lost')
    cluster.start(N1)
    const resumed = cluster.command(N2, { kind: 'resume' })
    cluster.deliver(N2, N1)
    cluster.fail(N1, { outcome: 'aborted', cause: 'QuotaExceededError' })
    cluster.settle()
    expect(rehearsal.outcome(resumed)).toMatchObject({
      kind: 'refused',
      error: { rule: 'RECOVERY-15', evidence: { answer: 'refused', rule: 'MODEL-11', role: 'StartRefused' } },
    })
  })

  test("of a Primary's disk that is configured as a Replica's is refused, though the prefix would prove out: no demotion (MODEL-10)", () => {
    const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2], judge: 'nothing' })
    const { cluster } = rehearsal
    rehearsal.putAndSettle('a', 'one')
    for (const name of [N1, N2]) cluster.kill(name, 'lost')
    const { disk } = cluster.at(N2)
    disk.replace(withManifest(disk.contents(), { role: 'primary' }))
    for (const name of [N2, N1]) {
      cluster.configure(name, { primaries: [N2] })
      cluster.start(name)
    }
    cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({ role: 'PrimaryActive' })
    expect(rehearsal.position(N1)).toMatchObject({ role: 'ReplicationHalted', halt: { rule: 'MODEL-10' } })
    expect(rehearsal.ask(N1, { kind: 'resume' })).toMatchObject({
      kind: 'refused',
      error: { rule: 'MODEL-10', evidence: { recordedRole: 'primary', configuredRole: 'replica' } },
    })
    const bootstrapped = cluster.command(N1, { kind: 'bootstrap', unproven: 'refuse' })
    cluster.settle()
    expect(rehearsal.outcome(bootstrapped)).toMatchObject({ kind: 'done' })
    rehearsal.restart(N1)
    expect(rehearsal.position(N1)).toMatchObject({ role: 'ReplicaActive', session: 'streaming', appliedCommitId: 1 })
  })

  test('one command at a time: a second is refused, and the first goes on (RECOVERY-16)', () => {
    const rehearsal = gapped()
    const { cluster } = rehearsal
    const first = cluster.command(N2, { kind: 'resume' })
    for (const command of [{ kind: 'resume' }, { kind: 'bootstrap', unproven: 'refuse' }] as const) {
      expect(rehearsal.ask(N2, command)).toMatchObject({
        kind: 'refused',
        error: { rule: 'RECOVERY-16', code: 'AERO_OPERATOR_BUSY', evidence: { underWay: 'resume' } },
      })
    }
    cluster.settle()
    expect(rehearsal.outcome(first)).toMatchObject({ kind: 'done' })
  })

  test('the Primary is still starting when it is asked: it answers once it is active (RECOVERY-15)', () => {
    const rehearsal = gapped()
    const { cluster } = rehearsal
    cluster.kill(N1, 'lost')
    cluster.start(N1)
    const resumed = cluster.command(N2, { kind: 'resume' })
    cluster.deliver(N2, N1)
    expect(rehearsal.outcome(resumed)).toBeUndefined()
    cluster.settle()
    expect(rehearsal.outcome(resumed)).toMatchObject({ kind: 'done' })
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', session: 'streaming' })
  })
})

import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { flipped } from '../../simulation/forgery.ts'
import { N1, N2, N3, Rehearsal } from '../../simulation/rehearsal.ts'

const hash = await loadHash128()

const BOOTSTRAP = { kind: 'bootstrap', unproven: 'refuse' } as const
const BOOTSTRAP_UNPROVEN = { kind: 'bootstrap', unproven: 'discard' } as const

function twoCommits(): Rehearsal {
  const rehearsal = Rehearsal.steady({ hash })
  rehearsal.putAndSettle('a', 'one')
  rehearsal.putAndSettle('b', 'two')
  return rehearsal
}

/** n2's log with its last batch damaged: it refuses to start. */
function damaged(): Rehearsal {
  const rehearsal = twoCommits()
  const { cluster } = rehearsal
  cluster.kill(N2, 'lost')
  cluster.damage(N2, { kind: 'flipBatchBit', batch: 2, bit: 800 })
  cluster.start(N2)
  cluster.settle()
  expect(rehearsal.position(N2)).toMatchObject({ role: 'StartRefused', refusal: { rule: 'RECOVERY-5' } })
  return rehearsal
}

function expectFollowing(rehearsal: Rehearsal): void {
  rehearsal.cluster.settle()
  const primary = rehearsal.position(N1)
  expect(rehearsal.position(N2)).toMatchObject({
    role: 'ReplicaActive',
    session: 'streaming',
    appliedLsn: primary.appliedLsn,
    stateDigest: primary.stateDigest,
    chainDigest: primary.chainDigest,
    historyId: primary.historyId,
  })
}

describe('bootstrap', () => {
  test('of an active Replica discards what the Primary has proven to have, and streams from LSN 1 (RECOVERY-13)', () => {
    const rehearsal = twoCommits()
    const asked = rehearsal.cluster.command(N2, BOOTSTRAP)
    expectFollowing(rehearsal)
    expect(rehearsal.outcome(asked)).toEqual({ kind: 'done', detail: { discardedLsn: 5 } })
    expect(rehearsal.stated(N2, 'discarded')).toEqual([{ kind: 'discarded', lastLsn: 5 }])
    rehearsal.restart(N2)
    expectFollowing(rehearsal)
  })

  test('of a halted Replica ends the halt (MODEL-8)', () => {
    const rehearsal = twoCommits()
    const { cluster } = rehearsal
    rehearsal.put('c', 'three')
    rehearsal.landAll(N1)
    cluster.deliver(N1, N2, 0, (bytes) => flipped(bytes, 300))
    cluster.settle()
    expect(rehearsal.position(N2).role).toBe('ReplicationHalted')
    const asked = cluster.command(N2, BOOTSTRAP)
    expectFollowing(rehearsal)
    expect(rehearsal.outcome(asked)).toMatchObject({ kind: 'done' })
    rehearsal.restart(N2)
    expectFollowing(rehearsal)
  })

  test('of a disk that was refused asks for its verified prefix and for the LSNs that it claims (RECOVERY-13)', () => {
    const rehearsal = damaged()
    const asked = rehearsal.cluster.command(N2, BOOTSTRAP)
    expectFollowing(rehearsal)
    expect(rehearsal.outcome(asked)).toEqual({ kind: 'done', detail: { discardedLsn: 5 } })
  })

  test('of a disk that claims what the Primary does not have is refused; the Primary goes on, for a claim is no proof (LOG-13)', () => {
    const rehearsal = damaged()
    const { cluster } = rehearsal
    cluster.kill(N1, 'lost')
    cluster.damage(N1, { kind: 'loseTail', batches: 1 })
    cluster.kill(N3, 'lost')
    cluster.start(N1)
    cluster.settle()
    const asked = cluster.command(N2, BOOTSTRAP)
    cluster.settle()
    expect(rehearsal.outcome(asked)).toMatchObject({
      kind: 'refused',
      error: { rule: 'RECOVERY-13', evidence: { answer: 'refused', rule: 'LOG-13', replicaLsn: 5, primaryDurableLsn: 3 } },
    })
    expect(rehearsal.position(N1).role).toBe('PrimaryActive')
    expect(rehearsal.position(N2).role).toBe('StartRefused')
    expect(cluster.at(N2).disk.contents().batches).toHaveLength(3)
    const anyway = cluster.command(N2, BOOTSTRAP_UNPROVEN)
    expectFollowing(rehearsal)
    expect(rehearsal.outcome(anyway)).toMatchObject({ kind: 'done' })
  })

  test('without a link is refused, unless the operator accepts the loss (RECOVERY-13)', () => {
    const rehearsal = twoCommits()
    const { cluster } = rehearsal
    cluster.linkDown(N1, N2)
    expect(rehearsal.ask(N2, BOOTSTRAP)).toMatchObject({
      kind: 'refused',
      error: { rule: 'RECOVERY-13', code: 'AERO_BOOTSTRAP_UNPROVEN', evidence: { standing: 'unproven', linkIsUp: false } },
    })
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', durableLsn: 5 })
    const asked = cluster.command(N2, BOOTSTRAP_UNPROVEN)
    cluster.settle()
    expect(rehearsal.outcome(asked)).toMatchObject({ kind: 'done' })
    expect(rehearsal.position(N2)).toMatchObject({
      role: 'ReplicaActive',
      session: 'disconnected',
      durableLsn: 0,
      historyId: null,
    })
    cluster.linkUp(N1, N2)
    expectFollowing(rehearsal)
  })

  test('of a wiped disk needs no proof and no link: there is no record to discard (RECOVERY-13)', () => {
    const rehearsal = twoCommits()
    const { cluster } = rehearsal
    cluster.kill(N2, 'lost')
    cluster.damage(N2, { kind: 'wipe' })
    cluster.start(N2)
    cluster.linkDown(N1, N2)
    const asked = cluster.command(N2, BOOTSTRAP)
    cluster.settle()
    expect(rehearsal.outcome(asked)).toMatchObject({ kind: 'done', detail: { discardedLsn: 0 } })
    cluster.linkUp(N1, N2)
    expectFollowing(rehearsal)
  })

  describe('of a log whose first records are on their way to disk', () => {
    /** n2 has received the genesis record, and its disk has not reported it. */
    function firstInFlight(): Rehearsal {
      const rehearsal = twoCommits()
      const { cluster } = rehearsal
      cluster.command(N2, BOOTSTRAP)
      while (cluster.at(N2).writing?.purpose !== 'replicaAppend') {
        if (cluster.at(N2).writing !== null) cluster.land(N2)
        else if (cluster.frames(N2, N1).length > 0) cluster.deliver(N2, N1)
        else cluster.deliver(N1, N2)
      }
      expect(rehearsal.position(N2)).toMatchObject({ durableLsn: 0, receivedLsn: 1 })
      return rehearsal
    }

    test('has something to prove: without a link it is refused, and the records stay (RECOVERY-13)', () => {
      const rehearsal = firstInFlight()
      const { cluster } = rehearsal
      cluster.linkDown(N1, N2)
      expect(rehearsal.ask(N2, BOOTSTRAP)).toMatchObject({
        kind: 'refused',
        error: { rule: 'RECOVERY-13', evidence: { standing: 'unproven', claimedLsn: 1, linkIsUp: false } },
      })
      cluster.settle()
      expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', durableLsn: 1 })
    })

    test('asks the Primary, and discards once they are durable and proven (RECOVERY-13)', () => {
      const rehearsal = firstInFlight()
      const asked = rehearsal.cluster.command(N2, BOOTSTRAP)
      expectFollowing(rehearsal)
      expect(rehearsal.outcome(asked)).toEqual({ kind: 'done', detail: { discardedLsn: 5 } })
    })
  })

  test('of batches under no readable manifest is unproven, whatever the Primary has (RECOVERY-13)', () => {
    const rehearsal = twoCommits()
    const { cluster } = rehearsal
    cluster.kill(N2, 'lost')
    cluster.damage(N2, { kind: 'flipManifestBit', bit: 80 })
    cluster.start(N2)
    expect(rehearsal.ask(N2, BOOTSTRAP)).toMatchObject({ kind: 'refused', error: { rule: 'RECOVERY-13' } })
    const anyway = cluster.command(N2, BOOTSTRAP_UNPROVEN)
    expectFollowing(rehearsal)
    expect(rehearsal.outcome(anyway)).toMatchObject({ kind: 'done' })
  })

  test('with read views open is refused and names them (RECOVERY-12)', () => {
    const rehearsal = twoCommits()
    const opened = rehearsal.ask(N2, { kind: 'openReadView', at: null })
    const view = opened?.kind === 'opened' ? opened.view : null
    expect(rehearsal.ask(N2, BOOTSTRAP_UNPROVEN)).toMatchObject({
      kind: 'refused',
      error: { rule: 'RECOVERY-12', code: 'AERO_BOOTSTRAP_VIEWS_OPEN', evidence: { openViews: [view] } },
    })
  })

  test('a view opened while the Primary is asked stops it; once it has decided, no view is opened (RECOVERY-12, RECOVERY-16)', () => {
    const rehearsal = twoCommits()
    const { cluster } = rehearsal
    const asked = cluster.command(N2, BOOTSTRAP)
    rehearsal.ask(N2, { kind: 'openReadView', at: null })
    cluster.settle()
    expect(rehearsal.outcome(asked)).toMatchObject({ kind: 'refused', error: { rule: 'RECOVERY-12' } })

    cluster.kill(N2, 'lost')
    cluster.start(N2)
    cluster.settle()
    cluster.command(N2, BOOTSTRAP)
    cluster.deliver(N2, N1)
    cluster.deliver(N1, N2)
    expect(cluster.at(N2).writing?.purpose).toBe('discard')
    expect(rehearsal.ask(N2, { kind: 'openReadView', at: null })).toMatchObject({
      kind: 'refused',
      error: { rule: 'RECOVERY-16', code: 'AERO_OPERATOR_BUSY' },
    })
    expect(rehearsal.read(N2, 'a')).toMatchObject({ kind: 'served', version: 1 })
    expectFollowing(rehearsal)
  })

  test('what is decided to be a halt while the discard is in flight halts the node after it (RECOVERY-8)', () => {
    const rehearsal = twoCommits()
    const { cluster } = rehearsal
    rehearsal.put('c', 'three')
    rehearsal.landAll(N1)
    const asked = cluster.command(N2, BOOTSTRAP_UNPROVEN)
    expect(cluster.at(N2).writing?.purpose).toBe('discard')
    cluster.deliver(N1, N2, 0, (bytes) => flipped(bytes, 300))
    cluster.settle()
    expect(rehearsal.outcome(asked)).toMatchObject({ kind: 'done' })
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicationHalted', durableLsn: 0, halt: { rule: 'LOG-1' } })
    rehearsal.restart(N2)
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicationHalted', halt: { rule: 'LOG-1' } })
    cluster.command(N2, { kind: 'resume' })
    expectFollowing(rehearsal)
  })

  test('whose batch provably aborts is refused, and nothing is discarded (WAL-10)', () => {
    const rehearsal = twoCommits()
    const { cluster } = rehearsal
    const asked = cluster.command(N2, BOOTSTRAP_UNPROVEN)
    cluster.fail(N2, { outcome: 'aborted', cause: 'QuotaExceededError' })
    cluster.settle()
    expect(rehearsal.outcome(asked)).toMatchObject({ kind: 'refused', error: { code: 'AERO_DISK_BATCH_ABORTED' } })
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', session: 'disconnected', durableLsn: 5 })
    expect(rehearsal.read(N2, 'b')).toMatchObject({ kind: 'served', version: 2 })
    rehearsal.relink(N1, N2)
    expectFollowing(rehearsal)
  })

  test.each([
    ['the hello comes while the Primary is asked', 'hello'],
    ['it is asked for while a session is being opened', 'handshake'],
  ] as const)('%s: whatever becomes of it, the session is opened too (LOG-2)', (_, moment) => {
    const rehearsal = twoCommits()
    const { cluster } = rehearsal
    rehearsal.relink(N1, N2)
    const opened = rehearsal.ask(N2, { kind: 'openReadView', at: null })
    const view = opened?.kind === 'opened' ? opened.view : null
    if (moment === 'handshake') cluster.deliver(N1, N2)
    if (view !== null) rehearsal.ask(N2, { kind: 'closeReadView', view })
    const asked = cluster.command(N2, BOOTSTRAP)
    rehearsal.ask(N2, { kind: 'openReadView', at: null })
    cluster.settle()
    expect(rehearsal.outcome(asked)).toMatchObject({ kind: 'refused', error: { rule: 'RECOVERY-12' } })
    expectFollowing(rehearsal)
  })

  test('of records that are still on their way to disk waits for them before it asks (RECOVERY-13)', () => {
    const rehearsal = twoCommits()
    const { cluster } = rehearsal
    rehearsal.put('c', 'three')
    rehearsal.landAll(N1)
    cluster.deliver(N1, N2)
    expect(cluster.at(N2).writing?.purpose).toBe('replicaAppend')
    const asked = cluster.command(N2, BOOTSTRAP)
    expect(cluster.frames(N2, N1)).toEqual([])
    cluster.land(N2)
    expect(cluster.frames(N2, N1).map(({ label }) => label.kind)).toEqual(['report', 'present'])
    expectFollowing(rehearsal)
    expect(rehearsal.outcome(asked)).toEqual({ kind: 'done', detail: { discardedLsn: 7 } })
  })

  test('is for a node that is configured as Replica (RECOVERY-14)', () => {
    const rehearsal = twoCommits()
    expect(rehearsal.ask(N1, BOOTSTRAP)).toMatchObject({
      kind: 'refused',
      error: { rule: 'RECOVERY-14', code: 'AERO_BOOTSTRAP_NOT_REPLICA' },
    })
  })

  test('of a Replica that is starting sends nothing before the start is durable (RECOVERY-9)', () => {
    const rehearsal = twoCommits()
    const { cluster } = rehearsal
    cluster.kill(N2, 'lost')
    cluster.start(N2)
    const asked = cluster.command(N2, BOOTSTRAP)
    expect(cluster.frames(N2, N1)).toEqual([])
    expectFollowing(rehearsal)
    expect(rehearsal.outcome(asked)).toMatchObject({ kind: 'done' })
  })
})

import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { frameIn, onKind, reseal, withProtocol } from '../../simulation/forgery.ts'
import { N1, N2, N3, Rehearsal } from '../../simulation/rehearsal.ts'
import type { FrameBody } from './frame.ts'
import { sealFrame } from './frame-codec.ts'
import { NO_SESSION } from './session-id.ts'

const hash = await loadHash128()

const steady = (sync: 'each' | 'group' = 'each'): Rehearsal => {
  const rehearsal = Rehearsal.steady({ hash, sync })
  rehearsal.putAndSettle('a', 'one')
  return rehearsal
}

const kindsUnderWay = (rehearsal: Rehearsal, from = N1, to = N2) =>
  rehearsal.cluster.frames(from, to).map(({ label }) => label.kind)

describe('hello and present', () => {
  test('each end says hello once in an epoch; only then the Replica presents, and the Primary answers and ships (LOG-6)', () => {
    const rehearsal = steady()
    const { cluster } = rehearsal
    rehearsal.relink(N1, N2)
    expect(kindsUnderWay(rehearsal)).toEqual(['hello'])
    expect(kindsUnderWay(rehearsal, N2, N1)).toEqual(['hello'])
    cluster.deliver(N2, N1)
    expect(kindsUnderWay(rehearsal)).toEqual(['hello'])
    cluster.deliver(N1, N2)
    expect(kindsUnderWay(rehearsal, N2, N1)).toEqual(['present'])
    expect(rehearsal.position(N2).session).toBe('handshaking')
    cluster.deliver(N2, N1)
    expect(kindsUnderWay(rehearsal)).toEqual(['accept'])
    cluster.deliver(N1, N2)
    expect(rehearsal.position(N2).session).toBe('streaming')
    rehearsal.put('b', 'two')
    cluster.land(N1)
    expect(kindsUnderWay(rehearsal)).toEqual(['records'])
  })

  test('between two Replicas only hellos travel (MODEL-3)', () => {
    const rehearsal = steady()
    rehearsal.relink(N2, N3)
    expect([kindsUnderWay(rehearsal, N2, N3), kindsUnderWay(rehearsal, N3, N2)]).toEqual([['hello'], ['hello']])
    rehearsal.cluster.deliver(N2, N3)
    rehearsal.cluster.deliver(N3, N2)
    expect([kindsUnderWay(rehearsal, N2, N3), kindsUnderWay(rehearsal, N3, N2)]).toEqual([[], []])
  })

  test.each([
    'hello',
    'present',
    'accept',
  ] as const)('a doubled %s starts nothing: it is discarded and counted (LOG-2)', (kind) => {
    const rehearsal = steady()
    const { cluster } = rehearsal
    rehearsal.relink(N1, N2)
    const [from, to] = kind === 'present' ? [N2, N1] : [N1, N2]
    const before = rehearsal.position(to).framesOtherSession
    while (kindsUnderWay(rehearsal, from, to)[0] !== kind) {
      for (const link of cluster.busyLinks()) cluster.deliver(...link)
    }
    cluster.duplicate(from, to)
    cluster.settle()
    expect(rehearsal.position(to).framesOtherSession).toBe(before + 1)
    rehearsal.putAndSettle('b', 'two')
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', session: 'streaming', appliedCommitId: 2 })
  })

  test('records that are on their way to disk are waited for, so that the new session does not overlap with them (LOG-5)', () => {
    const rehearsal = steady('group')
    const { cluster } = rehearsal
    rehearsal.put('b', 'two')
    cluster.land(N1)
    cluster.deliver(N1, N2)
    rehearsal.put('c', 'three')
    cluster.land(N1)
    rehearsal.relink(N1, N2)
    cluster.deliver(N1, N2)
    expect(cluster.at(N2).writing?.purpose).toBe('replicaAppend')
    expect(kindsUnderWay(rehearsal, N2, N1)).toEqual(['hello'])
    cluster.land(N2)
    expect(kindsUnderWay(rehearsal, N2, N1)).toEqual(['hello', 'present'])
    cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', session: 'streaming', appliedCommitId: 3 })
  })

  test('a batch of the last session that aborts does not end the next one (WAL-10)', () => {
    const rehearsal = steady()
    const { cluster } = rehearsal
    rehearsal.put('b', 'two')
    cluster.land(N1)
    cluster.deliver(N1, N2)
    rehearsal.relink(N1, N2)
    cluster.deliver(N1, N2)
    cluster.fail(N2, { outcome: 'aborted', cause: 'QuotaExceededError' })
    cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', session: 'streaming', appliedCommitId: 2 })
  })
})

describe('what is not an answer to what was asked is discarded (LOG-2)', () => {
  const identity = { historyId: 'f'.repeat(32), primaryDurableLsn: 9, primaryCommitId: 9 }
  const bodies: readonly (readonly [string, FrameBody])[] = [
    ['an accept that was never asked for', { kind: 'accept', purpose: 'stream', presentNumber: 0, ...identity }],
    ['an accept of a resume that was never asked for', { kind: 'accept', purpose: 'resume', presentNumber: 0, ...identity }],
    [
      'an accept of a bootstrap that was never asked for',
      { kind: 'accept', purpose: 'bootstrap', presentNumber: 0, ...identity },
    ],
    [
      'a refusal that was never asked for',
      {
        kind: 'refuse',
        presentNumber: 0,
        rule: 'LOG-6',
        code: 'AERO_HISTORY_DIVERGED',
        halt: 'HistoryDivergence',
        message: '',
        evidence: {},
      },
    ],
    ['the end of a session that is none', { kind: 'endSession', cause: '', verdict: null, divergence: null }],
  ]

  test.each(bodies)('%s', (_, body) => {
    const rehearsal = steady()
    const before = rehearsal.position(N2)
    rehearsal.cluster.inject(N1, N2, sealFrame(1, 999, NO_SESSION, body))
    rehearsal.cluster.settle()
    expect(rehearsal.position(N2)).toEqual({ ...before, framesOtherSession: before.framesOtherSession + 1 })
  })

  test.each(['resume', 'bootstrap'] as const)('an accept for %s, where a session was asked for', (purpose) => {
    const rehearsal = steady()
    const { cluster } = rehearsal
    rehearsal.relink(N1, N2)
    cluster.deliver(N1, N2)
    cluster.deliver(N2, N1)
    cluster.deliver(N2, N1)
    cluster.deliver(N1, N2, 0, (bytes) =>
      reseal(
        bytes,
        onKind('accept', (body) => ({ ...body, purpose })),
      ),
    )
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', session: 'handshaking' })
    rehearsal.relink(N1, N2)
    cluster.settle()
    expect(rehearsal.position(N2).session).toBe('streaming')
  })

  test('the end of a session that shows a divergence, from a Replica without a session, is none to judge', () => {
    const rehearsal = steady()
    const divergence = { lsn: 1, chain: new Uint8Array(16) }
    const bytes = sealFrame(1, 999, NO_SESSION, { kind: 'endSession', cause: '', verdict: null, divergence })
    rehearsal.cluster.linkDown(N1, N2)
    rehearsal.cluster.linkUp(N1, N2)
    rehearsal.cluster.inject(N2, N1, bytes)
    rehearsal.cluster.inject(N3, N2, bytes)
    rehearsal.cluster.settle()
    expect(rehearsal.position(N1).role).toBe('PrimaryActive')
    expect(rehearsal.position(N2).role).toBe('ReplicaActive')
  })
})

describe('a Primary that meets a Replica of another kind refuses it and goes on; the Replica halts', () => {
  const kinds: readonly (readonly [
    string,
    string,
    string,
    (body: Extract<FrameBody, { readonly kind: 'present' }>) => FrameBody,
  ])[] = [
    ['cluster', 'MODEL-5', 'AERO_CONFIGURATION_FOREIGN_CLUSTER', (body) => ({ ...body, clusterId: 'another' })],
    ['configuration', 'MODEL-9', 'AERO_CONFIGURATION_VERSION_MISMATCH', (body) => ({ ...body, configurationVersion: '0' })],
    ['history', 'MODEL-6', 'AERO_CONFIGURATION_FOREIGN_HISTORY', (body) => ({ ...body, historyId: 'f'.repeat(32) })],
  ]

  test.each(kinds)('of another %s (%s)', (_, rule, code, change) => {
    const rehearsal = steady()
    const { cluster } = rehearsal
    rehearsal.relink(N1, N2)
    cluster.deliver(N1, N2)
    cluster.deliver(N2, N1)
    cluster.deliver(N2, N1, 0, (bytes) => reseal(bytes, onKind('present', change)))
    cluster.settle()
    expect(rehearsal.position(N1).role).toBe('PrimaryActive')
    expect(rehearsal.stated(N1, 'sessionRefused')).toMatchObject([{ peer: N2, rule, code }])
    expect(rehearsal.position(N2)).toMatchObject({
      role: 'ReplicationHalted',
      halt: { reason: 'ConfigurationError', rule, code },
    })
  })
})

describe('a Replica that hears of a Primary of another kind halts before it presents anything', () => {
  type Hello = Extract<FrameBody, { readonly kind: 'hello' }>
  const kinds: readonly (readonly [string, string, (body: Hello) => FrameBody])[] = [
    ['cluster', 'MODEL-5', (body) => ({ ...body, clusterId: 'another' })],
    ['configuration', 'MODEL-9', (body) => ({ ...body, configurationVersion: '0' })],
    ['history', 'MODEL-6', (body) => ({ ...body, historyId: 'f'.repeat(32) })],
  ]

  test.each(kinds)('of another %s (%s)', (_, rule, change) => {
    const rehearsal = steady()
    const { cluster } = rehearsal
    rehearsal.relink(N1, N2)
    cluster.deliver(N1, N2, 0, (bytes) => reseal(bytes, onKind('hello', change)))
    expect(kindsUnderWay(rehearsal, N2, N1)).toEqual(['hello'])
    cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicationHalted', halt: { reason: 'ConfigurationError', rule } })
    expect(rehearsal.position(N1).role).toBe('PrimaryActive')
  })

  test('of another protocol, in whatever frame (MODEL-12)', () => {
    const rehearsal = steady()
    rehearsal.put('b', 'two')
    rehearsal.landAll(N1)
    rehearsal.cluster.deliver(N1, N2, 0, (bytes) => withProtocol(bytes, 2))
    rehearsal.cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({
      role: 'ReplicationHalted',
      durableLsn: 3,
      halt: { reason: 'ConfigurationError', rule: 'MODEL-12', evidence: { frameProtocol: 2, protocol: 1 } },
    })
  })
})

test('a Primary ends the session with a Replica of another protocol, and goes on (MODEL-12)', () => {
  const rehearsal = steady()
  const { cluster } = rehearsal
  rehearsal.put('b', 'two')
  rehearsal.landAll(N1)
  cluster.deliver(N1, N2)
  cluster.land(N2)
  cluster.deliver(N2, N1, 0, (bytes) => withProtocol(bytes, 2))
  cluster.settle()
  expect(rehearsal.position(N1)).toMatchObject({ role: 'PrimaryActive' })
  expect(rehearsal.position(N1).peers.find(({ peer }) => peer === N2)).toMatchObject({ session: 'none' })
  expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicaActive', session: 'disconnected', appliedCommitId: 2 })
})

describe('a second Primary (MODEL-3)', () => {
  const claim = onKind('hello', (body) => ({ ...body, claimsPrimary: true }))

  test.each([
    ['the Primary', N1],
    ['a Replica', N2],
  ])('met by %s', (_, name) => {
    const rehearsal = steady()
    rehearsal.relink(N3, name)
    rehearsal.cluster.deliver(N3, name, 0, (bytes) => reseal(bytes, claim))
    rehearsal.cluster.settle()
    expect(rehearsal.position(name)).toMatchObject({
      role: 'ReplicationHalted',
      halt: { reason: 'AuthorityAmbiguity', rule: 'MODEL-3', code: 'AERO_AUTHORITY_SECOND_PRIMARY' },
    })
  })

  test('of another cluster is none of this one (MODEL-5 before MODEL-3)', () => {
    const rehearsal = steady()
    rehearsal.relink(N3, N1)
    rehearsal.cluster.deliver(N3, N1, 0, (bytes) =>
      reseal(bytes, (body) => onKind('hello', (hello) => ({ ...hello, clusterId: 'another' }))(claim(body))),
    )
    rehearsal.cluster.settle()
    expect(rehearsal.position(N1).role).toBe('PrimaryActive')
  })

  test('met while a Replica is halted is found once it has been resumed', () => {
    const rehearsal = steady()
    const { cluster } = rehearsal
    cluster.inject(N1, N2, new Uint8Array(3))
    cluster.settle()
    rehearsal.relink(N2, N3)
    cluster.deliver(N3, N2, 0, (bytes) => reseal(bytes, claim))
    expect(rehearsal.position(N2)).toMatchObject({ halt: { rule: 'LOG-1' } })
    cluster.command(N2, { kind: 'resume' })
    cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicationHalted', halt: { rule: 'MODEL-3' } })
  })
})

describe('two histories under one id', () => {
  /** n2 has a commit that n1 has lost; n3 has not. */
  function lostTail(): Rehearsal {
    const rehearsal = steady()
    const { cluster } = rehearsal
    cluster.linkDown(N1, N3)
    rehearsal.putAndSettle('b', 'two')
    cluster.kill(N1, 'lost')
    cluster.damage(N1, { kind: 'loseTail', batches: 1 })
    return rehearsal
  }

  test('a Replica that is ahead halts, and so does the Primary; a Replica that is not goes on serving (LOG-13)', () => {
    const rehearsal = lostTail()
    const { cluster } = rehearsal
    cluster.kill(N2, 'lost')
    cluster.start(N1)
    cluster.settle()
    expect(rehearsal.position(N3)).toMatchObject({ session: 'streaming', appliedCommitId: 1 })
    cluster.start(N2)
    cluster.settle()
    const halt = { reason: 'HistoryDivergence', rule: 'LOG-13', code: 'AERO_HISTORY_REPLICA_AHEAD' }
    expect(rehearsal.position(N1)).toMatchObject({ role: 'ReplicationHalted', halt })
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicationHalted', halt, durableLsn: 5 })
    expect(rehearsal.position(N3)).toMatchObject({ role: 'ReplicaActive', session: 'disconnected' })
    expect(rehearsal.read(N3, 'a')).toMatchObject({ kind: 'served', version: 1 })
  })

  test('that have grown to the same length are told apart by their chains, and both ends halt (LOG-6)', () => {
    const rehearsal = lostTail()
    const { cluster } = rehearsal
    cluster.kill(N2, 'lost')
    cluster.start(N1)
    cluster.settle()
    rehearsal.putAndSettle('b', 'another two')
    cluster.start(N2)
    cluster.settle()
    const halt = { reason: 'HistoryDivergence', rule: 'LOG-6', code: 'AERO_HISTORY_DIVERGED' }
    expect(rehearsal.position(N1)).toMatchObject({ role: 'ReplicationHalted', halt })
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicationHalted', halt, durableLsn: 5 })
  })

  test('a resume is refused while the divergence stands, and the halt stays (RECOVERY-15)', () => {
    const rehearsal = lostTail()
    const { cluster } = rehearsal
    cluster.start(N1)
    cluster.settle()
    const resumed = cluster.command(N2, { kind: 'resume' })
    cluster.settle()
    expect(rehearsal.outcome(resumed)).toMatchObject({
      kind: 'refused',
      error: { rule: 'RECOVERY-15', evidence: { answer: 'refused', rule: 'MODEL-11' } },
    })
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicationHalted', halt: { rule: 'LOG-13' } })
  })
})

test('the accept of a Primary names what it has made durable, as of that frame (READ-6)', () => {
  const rehearsal = steady()
  rehearsal.relink(N1, N2)
  rehearsal.cluster.deliver(N1, N2)
  rehearsal.cluster.deliver(N2, N1)
  rehearsal.cluster.deliver(N2, N1)
  const [accept] = rehearsal.cluster.frames(N1, N2)
  expect(accept === undefined ? null : frameIn(accept.bytes).body).toMatchObject({
    kind: 'accept',
    primaryDurableLsn: 3,
    primaryCommitId: 1,
  })
})

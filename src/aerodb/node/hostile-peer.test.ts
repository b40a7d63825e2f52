import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { frameIn, onKind, reseal } from '../../simulation/forgery.ts'
import { N1, N2, N3, Rehearsal } from '../../simulation/rehearsal.ts'
import type { Evidence, EvidenceValue } from '../error.ts'
import type { NodeName } from '../ids.ts'
import { commitId, documentKey } from '../ids.ts'
import type { FrameBody } from '../replication/frame.ts'
import { sealFrame } from '../replication/frame-codec.ts'
import type { SessionId } from '../replication/session-id.ts'
import { BatchEncoder } from '../wal/batch-encoder.ts'

const hash = await loadHash128()

/** On a busy machine. */
const PATIENCE_MILLIS = 60_000

const names = fc.constantFrom(N1, N2, N3)
const direction = fc.constantFrom([N1, N2] as const, [N1, N2] as const, [N2, N1] as const, [N2, N1] as const, [N3, N2] as const)
const number = fc.oneof({ weight: 6, arbitrary: fc.nat(7) }, fc.constantFrom(0, 1, 2 ** 32, Number.MAX_SAFE_INTEGER))
const digest = fc.oneof(fc.constant(new Uint8Array(16)), fc.uint8Array({ minLength: 16, maxLength: 16 }))
const cluster = fc.constantFrom('simulated', 'simulated', 'another')
const history = fc.oneof(fc.constant(''), fc.constant('f'.repeat(32)), fc.constant('own'))
const purpose = fc.constantFrom('stream', 'resume', 'bootstrap')
const reason = fc.constantFrom('WalGapDetected', 'HistoryDivergence', 'AuthorityAmbiguity', 'WalCorruption', 'ConfigurationError')
const evidence = fc.constantFrom({}, { lsn: 3 }, { nested: [[[[{ a: null }]]]] })
const verdict = fc.record({ rule: fc.constant('LOG-6'), code: fc.constant('X'), halt: reason, message: fc.string(), evidence })
const identity = { clusterId: cluster, historyId: history, configurationVersion: fc.constantFrom('own', '0') }

const body: fc.Arbitrary<FrameBody> = fc.oneof(
  fc.record({ kind: fc.constant('hello'), claimsPrimary: fc.boolean(), ...identity }),
  fc.record({ kind: fc.constant('present'), purpose, ...identity, lastLsn: number, chain: digest, claimedLsn: number }),
  fc.record({
    kind: fc.constant('accept'),
    purpose,
    presentNumber: number,
    historyId: history,
    primaryDurableLsn: number,
    primaryCommitId: number,
  }),
  fc
    .record({ presentNumber: number, said: verdict, halt: fc.option(reason) })
    .map(({ presentNumber, said, halt }) => ({ kind: 'refuse' as const, presentNumber, ...said, halt })),
  fc.record({
    kind: fc.constant('records'),
    clusterId: cluster,
    historyId: history,
    firstLsn: number,
    lastLsn: number,
    chainBefore: digest,
    chainAfter: digest,
    primaryDurableLsn: number,
    primaryCommitId: number,
    records: fc.uint8Array({ maxLength: 40 }),
  }),
  fc.record({
    kind: fc.constant('report'),
    durableLsn: number,
    chain: digest,
    appliedLsn: number,
    appliedCommitId: number,
    state: digest,
  }),
  fc.record({
    kind: fc.constant('endSession'),
    cause: fc.string(),
    verdict: fc.option(verdict),
    divergence: fc.option(fc.record({ lsn: number, chain: digest })),
  }),
)

const move = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('forge'), direction, body, number, session: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('settle') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('deliver'), pick: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('land'), node: names }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('write') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('relink'), a: names, b: names }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('resume'), node: names }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('bootstrap'), node: names }) },
)
type Move = typeof move extends fc.Arbitrary<infer Value> ? Value : never

/** The sessions that a forger could name: that of the last frame between the two, and others. */
function sessionOf(rehearsal: Rehearsal, from: NodeName, to: NodeName, pick: number): SessionId {
  const incarnations = [from, to].map((name) => rehearsal.position(name).incarnation)
  const replicaFirst = to === N1
  const [primaryIncarnation = 0, replicaIncarnation = 0] = replicaFirst ? incarnations.toReversed() : incarnations
  return pick === 0
    ? { primaryIncarnation: 0, replicaIncarnation: 0, counter: 0 }
    : { primaryIncarnation, replicaIncarnation, counter: pick }
}

/** `own` stands for what the node that is lied to would say itself. */
function ownWords(rehearsal: Rehearsal, said: FrameBody): FrameBody {
  const own = rehearsal.position(N1).historyId ?? ''
  const named = 'historyId' in said && said.historyId === 'own' ? { ...said, historyId: own } : said
  const nameless = 'historyId' in named && named.historyId === '' && (named.kind === 'hello' || named.kind === 'present')
  return nameless ? { ...named, historyId: null } : named
}

function carryOut(rehearsal: Rehearsal, version: string, step: Move): void {
  const { cluster: simulated } = rehearsal
  switch (step.kind) {
    case 'forge': {
      const { number: frameNumber, session } = step
      const [from, to] = step.direction
      const words = ownWords(rehearsal, step.body)
      const said =
        'configurationVersion' in words && words.configurationVersion === 'own'
          ? { ...words, configurationVersion: version }
          : words
      simulated.inject(from, to, sealFrame(1, frameNumber, sessionOf(rehearsal, from, to, session), said))
      return
    }
    case 'settle':
      simulated.settle()
      return
    case 'deliver': {
      const links = simulated.busyLinks()
      const link = links[step.pick % Math.max(1, links.length)]
      if (link !== undefined) simulated.deliver(...link)
      return
    }
    case 'land':
      if (simulated.at(step.node).writing !== null) simulated.land(step.node)
      return
    case 'write':
      rehearsal.put('a', 'text')
      return
    case 'relink':
      if (step.a !== step.b) rehearsal.relink(step.a, step.b)
      return
    case 'resume':
      simulated.command(step.node, { kind: 'resume' })
      return
    case 'bootstrap':
      simulated.command(step.node, { kind: 'bootstrap', unproven: 'refuse' })
      return
  }
}

describe('whatever a peer says, a node answers, discards or halts: it never throws', () => {
  test(
    'forged frames of every kind, in every state',
    () => {
      const probe = Rehearsal.steady({ hash })
      probe.relink(N1, N2)
      const [hello] = probe.cluster.frames(N1, N2)
      const said = hello === undefined ? null : frameIn(hello.bytes).body
      const version = said?.kind === 'hello' ? said.configurationVersion : ''
      fc.assert(
        fc.property(fc.array(move, { minLength: 1, maxLength: 25 }), fc.constantFrom('each', 'group'), (moves, sync) => {
          const rehearsal = Rehearsal.steady({ hash, sync, judge: 'nothing' })
          rehearsal.putAndSettle('a', 'one')
          for (const step of moves) carryOut(rehearsal, version, step)
          for (const name of [N1, N2, N3]) {
            rehearsal.read(name, 'a')
            rehearsal.node(name).explainState()
            rehearsal.node(name).digest()
            rehearsal.position(name)
          }
          rehearsal.cluster.settle()
          expect([N1, N2, N3].map((name) => rehearsal.position(name).role)).not.toContain('Uninitialized')
        }),
        { numRuns: 300 },
      )
    },
    PATIENCE_MILLIS,
  )

  test('a prefix that ends within a commit of the Primary is answered from there on', () => {
    const rehearsal = Rehearsal.steady({ hash, sync: 'group', nodes: [N1, N2] })
    const { cluster: simulated } = rehearsal
    rehearsal.putAndSettle('a', 'one')
    const within = rehearsal.node(N1).walRecords(rehearsal.position(N1).retainedFrom, 10)[1]
    rehearsal.relink(N1, N2)
    simulated.deliver(N1, N2)
    simulated.deliver(N2, N1)
    simulated.deliver(N2, N1, 0, (bytes) =>
      reseal(
        bytes,
        onKind('present', (present) => ({ ...present, lastLsn: 2, chain: within?.chainDigest ?? present.chain })),
      ),
    )
    const [accept, records] = simulated.frames(N1, N2)
    expect([accept?.label.kind, records?.label.kind, records?.label.records]).toEqual([
      'accept',
      'records',
      { firstLsn: 3, lastLsn: 3 },
    ])
  })

  test('evidence that is nested too deep to be written down again is not believed (LOG-1)', () => {
    const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2] })
    rehearsal.relink(N1, N2)
    rehearsal.cluster.deliver(N1, N2)
    let deep: EvidenceValue = null
    for (let level = 0; level < 3000; level++) deep = [deep]
    const nested: Evidence = { deep }
    const present = rehearsal.cluster.frames(N2, N1).at(-1)
    const refuse = {
      kind: 'refuse' as const,
      presentNumber: present?.label.number ?? 0,
      rule: 'LOG-6',
      code: 'X',
      halt: 'HistoryDivergence' as const,
      message: '',
      evidence: nested,
    }
    rehearsal.cluster.inject(N1, N2, sealFrame(1, 99, { primaryIncarnation: 0, replicaIncarnation: 0, counter: 0 }, refuse))
    rehearsal.cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({ role: 'ReplicationHalted', halt: { rule: 'LOG-1' } })
  })

  test('a body that is no document, under checksums that agree, refuses the read that meets it (WAL-4)', () => {
    const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2], judge: 'nothing' })
    const { cluster: simulated } = rehearsal
    rehearsal.put('a', 'one')
    rehearsal.landAll(N1)
    simulated.deliver(N1, N2, 0, (bytes) =>
      reseal(
        bytes,
        onKind('records', (frame) => {
          const { chainDigest } = rehearsal.position(N2)
          const encoder = new BatchEncoder(hash, {
            lsn: rehearsal.position(N2).durableLsn,
            chain: chainDigest,
            commitId: commitId(0),
          })
          encoder.commit(commitId(1), [
            { key: documentKey('notes', 'a'), body: '[1]' },
            { key: documentKey('notes', 'b'), body: '{' },
          ])
          const { segment } = encoder.finish()
          return { ...frame, lastLsn: segment.lastLsn, chainAfter: segment.chainAfter, records: segment.bytes }
        }),
      ),
    )
    rehearsal.landAll(N2)
    for (const id of ['a', 'b']) {
      expect(rehearsal.read(N2, id)).toMatchObject({
        kind: 'refused',
        error: { rule: 'WAL-4', code: 'AERO_WAL_PAYLOAD_INVALID' },
      })
      expect(rehearsal.node(N2).versions(documentKey('notes', id))).toMatchObject([{ document: null, tombstone: false }])
    }
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { NodeName } from '../aerodb/ids.ts'
import { loadHash128 } from '../platform/hashing.ts'
import { N1, N2, N3, Rehearsal } from './rehearsal.ts'
import { type Move, Schedule } from './schedule.ts'
import { Witness } from './witness.ts'

const hash = await loadHash128()

/** On a busy machine. */
const PATIENCE_MILLIS = 120_000

const node = fc.constantFrom(N1, N2, N3)
const replica = fc.constantFrom(N2, N3)
const key = fc.constantFrom('a', 'b', 'c', 'd')
const landing = fc.constantFrom('lands', 'lost')
const bound = fc.nat(6)

const weighted = (weight: number, arbitrary: fc.Arbitrary<Move>) => ({ weight, arbitrary })
/** Nothing of this damages or reorders a frame. */
const ORDERLY = [
  weighted(60, fc.record({ kind: fc.constant('deliver'), link: fc.nat(5), index: fc.constant(0) })),
  weighted(50, fc.record({ kind: fc.constant('land'), node })),
  weighted(1, fc.record({ kind: fc.constant('abort'), node })),
  weighted(1, fc.record({ kind: fc.constant('failUnknown'), node, batch: landing })),
  weighted(2, fc.record({ kind: fc.constant('kill'), node, batch: landing })),
  weighted(12, fc.record({ kind: fc.constant('start'), node })),
  weighted(2, fc.record({ kind: fc.constant('linkDown'), pair: fc.nat(2) })),
  weighted(6, fc.record({ kind: fc.constant('linkUp'), pair: fc.nat(2) })),
  weighted(
    25,
    fc.record({
      kind: fc.constant('write'),
      node: fc.constantFrom(...Array.from({ length: 9 }, () => N1), N2),
      put: key,
      others: fc.array(fc.record({ key, op: fc.constantFrom('put', 'delete') }), { maxLength: 3 }),
      behind: fc.option(fc.nat(2), { nil: null, freq: 2 }),
    }),
  ),
  weighted(8, fc.record({ kind: fc.constant('resume'), node: replica })),
  weighted(
    2,
    fc.record({ kind: fc.constant('bootstrap'), node: replica, unproven: fc.constantFrom('refuse', 'refuse', 'discard') }),
  ),
  weighted(2, fc.record({ kind: fc.constant('openView'), node, bound: fc.option(bound, { nil: null }) })),
  weighted(2, fc.record({ kind: fc.constant('closeView'), node, view: fc.nat(2) })),
  weighted(
    6,
    fc.record({
      kind: fc.constant('read'),
      node,
      key,
      at: fc.option(bound, { nil: null }),
      view: fc.option(fc.nat(2), { nil: null }),
    }),
  ),
]
const LINK_FAULTS = [
  weighted(3, fc.record({ kind: fc.constant('deliver'), link: fc.nat(5), index: fc.nat(3) })),
  weighted(
    4,
    fc.record({
      kind: fc.constant('fault'),
      fault: fc.constantFrom('drop', 'drop', 'duplicate', 'duplicate', 'truncate', 'flipBit'),
      link: fc.nat(5),
      index: fc.nat(2),
      position: fc.nat(4000),
    }),
  ),
]

const DISK_FAULTS = [
  weighted(
    2,
    fc.record({
      kind: fc.constant('damage'),
      node,
      fault: fc.oneof(
        { weight: 9, arbitrary: fc.record({ kind: fc.constant('loseTail'), batches: fc.integer({ min: 1, max: 2 }) }) },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('flipBatchBit'), batch: fc.nat(9), bit: fc.nat(2000) }) },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('flipManifestBit'), bit: fc.nat(2000) }) },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('wipe') }) },
      ),
    }),
  ),
  weighted(1, fc.record({ kind: fc.constant('loseBatch'), node })),
  weighted(1, fc.record({ kind: fc.constant('staleStart'), node, batches: fc.integer({ min: 1, max: 4 }) })),
]

const orderly = fc.oneof(...ORDERLY)
const faulty = fc.oneof(...ORDERLY, ...LINK_FAULTS)
const onFaultyDisks = fc.oneof(...ORDERLY, ...DISK_FAULTS)
const movesOf = (move: fc.Arbitrary<Move>) => fc.array(move, { minLength: 1, maxLength: 240, size: 'max' })

function run(sync: 'each' | 'group', moves: readonly Move[]): { readonly rehearsal: Rehearsal; readonly schedule: Schedule } {
  const rehearsal = new Rehearsal({ hash, sync })
  for (const name of [N1, N2, N3]) rehearsal.cluster.start(name)
  rehearsal.cluster.settle()
  const schedule = new Schedule(rehearsal)
  const witness = new Witness(hash, rehearsal)
  for (const next of moves) {
    schedule.take(next)
    witness.look(schedule)
  }
  schedule.heal()
  witness.look(schedule)
  witness.converged()
  witness.answered(schedule)
  return { rehearsal, schedule }
}

/** What is wrong once every node lives and has met every other; null where each follows the Primary or says why it does not. */
function silence(rehearsal: Rehearsal): string | null {
  const primary = rehearsal.position(N1)
  for (const name of [N2, N3]) {
    const { role, session, halt, refusal, chainDigest } = rehearsal.position(name)
    const explained = (role === 'ReplicationHalted' && halt !== null) || (role === 'StartRefused' && refusal !== null)
    const follows =
      session === 'streaming' && primary.role === 'PrimaryActive' && chainDigest.join() === primary.chainDigest.join()
    const waits = session === 'disconnected' && primary.role !== 'PrimaryActive'
    if (!explained && !follows && !waits) return `${name} is ${role} ${session} beside a Primary that is ${primary.role}`
  }
  const explained = primary.halt !== null || primary.refusal !== null
  return primary.role === 'PrimaryActive' || explained ? null : `the Primary is ${primary.role}`
}

const standing = (rehearsal: Rehearsal, names: readonly NodeName[]) =>
  names.map((name) => {
    const { role, session, stateDigest, chainDigest } = rehearsal.position(name)
    return { role, session, stateDigest, chainDigest }
  })

/** How a Replica stands that has all that the Primary has. */
function equalTo(rehearsal: Rehearsal) {
  const { stateDigest, chainDigest } = rehearsal.position(N1)
  const following = { role: 'ReplicaActive', session: 'streaming', stateDigest, chainDigest }
  return [following, following]
}

describe.each(['each', 'group'] as const)('under %s', (sync) => {
  test(
    'no ordering of inputs makes a Replica other than a prefix, and after a resume all are equal (LOG-5 to LOG-10, WAL-8, READ-5, MVCC-1)',
    () => {
      const schedules = fc.property(movesOf(faulty), (moves) => {
        const { rehearsal } = run(sync, moves)
        for (const name of [N2, N3]) rehearsal.cluster.command(name, { kind: 'resume' })
        rehearsal.cluster.settle()
        expect(standing(rehearsal, [N2, N3])).toEqual(equalTo(rehearsal))
      })
      fc.assert(schedules, { numRuns: 40 })
    },
    PATIENCE_MILLIS,
  )

  test(
    'whatever disks lose or spoil, no two nodes serve different histories unseen: each follows the Primary, or says why not (LOG-6, LOG-13)',
    () => {
      const schedules = fc.property(movesOf(onFaultyDisks), (moves) => {
        const rehearsal = Rehearsal.steady({ hash, sync, judge: 'nothing' })
        const schedule = new Schedule(rehearsal)
        for (const next of moves) schedule.take(next)
        schedule.heal()
        expect(silence(rehearsal)).toBeNull()
      })
      fc.assert(schedules, { numRuns: 40 })
    },
    PATIENCE_MILLIS,
  )

  test(
    'where no frame is lost, damaged or overtaken, no crash, partition, full disk or command makes a node halt (WAL-10, LOG-6)',
    () => {
      const schedules = fc.property(movesOf(orderly), (moves) => {
        const { rehearsal } = run(sync, moves)
        for (const name of [N1, N2, N3]) expect(rehearsal.stated(name, 'halted')).toEqual([])
        expect(standing(rehearsal, [N2, N3])).toEqual(equalTo(rehearsal))
      })
      fc.assert(schedules, { numRuns: 40 })
    },
    PATIENCE_MILLIS,
  )
})

import { expect, test } from 'vitest'
import { type CommitId, commitId } from '../aerodb/ids.ts'
import { loadHash128 } from '../platform/hashing.ts'
import type { Choice } from './choice.ts'
import { N1, N2, Rehearsal } from './rehearsal.ts'
import { replayChoices } from './swarm/shrink.ts'

const hash = await loadHash128()

// A Rehearsal throws at the first breach that nothing excuses.

test('a Replica that lost the batch which began its log is refused, whatever it wrote to its manifest since (RECOVERY-6)', () => {
  const rehearsal = new Rehearsal({ hash })
  const { cluster } = rehearsal
  cluster.start(N1)
  cluster.land(N1)
  cluster.start(N2)
  cluster.land(N2)
  while (cluster.at(N2).writing === null) {
    const link = cluster.busyLinks()[0]
    if (link === undefined) rehearsal.landAll(N1)
    else cluster.deliver(...link)
  }
  cluster.loseBatch(N2)
  cluster.settle()
  rehearsal.put('a', 'one')
  cluster.land(N1)
  rehearsal.put('b', 'two')
  cluster.land(N1)
  cluster.deliver(N1, N2, 1)
  cluster.settle()
  expect(rehearsal.position(N2).role).toBe('ReplicationHalted')
  cluster.kill(N2, 'lost')
  cluster.start(N2)
  cluster.settle()
  expect(rehearsal.position(N2)).toMatchObject({ role: 'StartRefused', refusal: { rule: 'RECOVERY-6' } })
})

test('a tail that is lost with the hole in it leaves a sound, shorter log (FAIL-65, RECOVERY-7)', () => {
  const rehearsal = Rehearsal.steady({ hash })
  const { cluster } = rehearsal
  rehearsal.putAndSettle('a', 'one')
  rehearsal.put('a', 'two')
  cluster.loseBatch(N1)
  rehearsal.put('a', 'three')
  rehearsal.put('a', 'four')
  rehearsal.landAll(N1)
  cluster.kill(N1, 'lost')
  cluster.damage(N1, { kind: 'loseTail', batches: 2 })
  cluster.start(N1)
  expect(() => cluster.settle()).not.toThrow()
})

test('a start that is shown an older disk and writes on over what was acknowledged is excused by that, and by name (FAIL-66)', () => {
  const rehearsal = Rehearsal.steady({ hash })
  const { cluster } = rehearsal
  rehearsal.put('a', 'one')
  cluster.land(N1)
  rehearsal.put('a', 'two')
  cluster.land(N1)
  cluster.kill(N1, 'lost')
  cluster.staleStart(N1, 2)
  cluster.land(N1)
  const request = rehearsal.put('a', 'three')
  expect(() => cluster.settle()).not.toThrow()
  expect(rehearsal.outcome(request)).toBeDefined()
})

test('two stale starts, and what was stated of one log is not held against the other (seed 1179)', () => {
  const land: Choice = { kind: 'land', node: N1 }
  const stale: Choice = { kind: 'staleStart', node: N1, batches: 8 }
  const crashAfter = (effects: number): Choice => ({ kind: 'crashAfter', node: N1, effects, batch: 'lost' })
  const write = (...ids: readonly string[]): Choice => {
    const puts = ids.map((id) => ({ op: 'put', collection: 'notes', document: { _id: id } }) as const)
    return { kind: 'command', node: N1, command: { kind: 'write', operations: puts, basedOn: null } }
  }
  const before: readonly Choice[] = [{ kind: 'start', node: N1 }, land, write('a'), write('b'), land, write('c'), land]
  const acknowledged: readonly Choice[] = [write('d'), land, write('e', 'f', 'g', 'h'), land, write('i'), write('j')]
  const lost: readonly Choice[] = [crashAfter(10), land, land, land, stale, crashAfter(5), land, write('k'), land, stale]
  const run = replayChoices({ hash, nodes: 3, sync: 'each' }, [...before, ...acknowledged, ...lost])
  expect(run.choices.filter(({ kind }) => kind === 'staleStart')).toHaveLength(2)
  expect(run.failure).toBeNull()
})

test('what a second stale start is shown is the log from then on: a write set that is based on it needs no excuse (seed 314)', () => {
  const land: Choice = { kind: 'land', node: N1 }
  const stale = (batches: number): Choice => ({ kind: 'staleStart', node: N1, batches })
  const put = (id: string, basedOn: CommitId | null): Choice => {
    const operation = { op: 'put', collection: 'notes', document: { _id: id } } as const
    return { kind: 'command', node: N1, command: { kind: 'write', operations: [operation], basedOn } }
  }
  // The second commit is `b`, then `c`, then `b` again, as each start is shown it: of `c`, the last one can't know.
  const before: readonly Choice[] = [{ kind: 'start', node: N1 }, land, put('a', null), land, put('b', null), land]
  const replaced: readonly Choice[] = [{ kind: 'kill', node: N1, batch: 'lost' }, stale(1), land, put('c', null)]
  const returned: readonly Choice[] = [{ kind: 'kill', node: N1, batch: 'lands' }, stale(2), land, put('c', commitId(1)), land]
  const run = replayChoices({ hash, nodes: 3, sync: 'each' }, [...before, ...replaced, ...returned])
  expect(run.choices.filter(({ kind }) => kind === 'staleStart')).toHaveLength(2)
  expect(run.failure).toBeNull()
  const verdict = run.judge.verdicts().find(({ id }) => id === 'base-unchanged')
  expect(verdict).toMatchObject({ holds: true, checks: 1 })
})

test('what a Replica holds of the tail that its Primary lost is excused still when that Replica recovers (seed 2628)', () => {
  const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2] })
  const { cluster } = rehearsal
  for (const text of ['kept', 'lost', 'lost too']) rehearsal.putAndSettle('a', text)
  cluster.kill(N1, 'lost')
  cluster.damage(N1, { kind: 'loseTail', batches: 2 })
  cluster.start(N1)
  cluster.linkDown(N1, N2)
  cluster.settle()
  rehearsal.write(['b', 'c'].map((id) => ({ op: 'put', collection: 'notes', document: { _id: id } })))
  cluster.settle()
  cluster.kill(N1, 'lost')
  cluster.damage(N1, { kind: 'loseTail', batches: 2 })
  cluster.kill(N2, 'lost')
  cluster.damage(N2, { kind: 'loseTail', batches: 1 })
  cluster.start(N2)
  cluster.settle()
  expect(rehearsal.read(N2, 'a')).toMatchObject({ kind: 'served', version: 2 })
})

test('what a Replica holds beyond what a second stale start brings back is excused still (seed 69)', () => {
  const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2] })
  const { cluster } = rehearsal
  for (const text of ['back again', 'lost', 'lost too']) rehearsal.putAndSettle('a', text)
  const staleStart = (batches: number): void => {
    cluster.kill(N1, 'lost')
    cluster.staleStart(N1, batches)
    cluster.linkDown(N1, N2)
    rehearsal.landAll(N1)
  }
  staleStart(3)
  rehearsal.put('b', 'in the place of the first')
  rehearsal.landAll(N1)
  staleStart(4)
  expect(rehearsal.stated(N1, 'recovered').map((found) => found.commitId)).toEqual([0, 0, 1])
  expect(rehearsal.read(N2, 'a')).toMatchObject({ kind: 'served', version: 3 })
})

test('a bit that is flipped twice is as it was: such a disk recovers as any other (seed 1655)', () => {
  const rehearsal = Rehearsal.steady({ hash })
  const { cluster } = rehearsal
  rehearsal.putAndSettle('a', 'one')
  cluster.kill(N1, 'lost')
  for (const fault of [
    { kind: 'flipBatchBit', batch: 1, bit: 700 },
    { kind: 'flipManifestBit', bit: 70 },
  ] as const) {
    cluster.damage(N1, fault)
    cluster.damage(N1, fault)
  }
  cluster.start(N1)
  expect(() => cluster.settle()).not.toThrow()
  expect(rehearsal.position(N1)).toMatchObject({ role: 'PrimaryActive', appliedCommitId: 1 })
})

test('a bootstrap that is refused, since one is under way, takes nothing back of what the operator accepted (seed 1744)', () => {
  const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2] })
  const { cluster } = rehearsal
  rehearsal.putAndSettle('a', 'kept')
  rehearsal.putAndSettle('a', 'the last copy')
  cluster.kill(N1, 'lost')
  cluster.damage(N1, { kind: 'loseTail', batches: 1 })
  cluster.start(N1)
  cluster.linkDown(N1, N2)
  cluster.settle()
  const first = cluster.command(N2, { kind: 'bootstrap', unproven: 'discard' })
  expect(rehearsal.ask(N2, { kind: 'bootstrap', unproven: 'refuse' })).toMatchObject({
    kind: 'refused',
    error: { rule: 'RECOVERY-16' },
  })
  expect(() => cluster.settle()).not.toThrow()
  expect(rehearsal.outcome(first)).toMatchObject({ kind: 'done' })
})

test('a start that is shown the disk of another history goes on with that one, and the numbers in it are taken anew (seed 1451)', () => {
  const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2] })
  const { cluster } = rehearsal
  rehearsal.putAndSettle('a', 'kept')
  rehearsal.putAndSettle('a', 'lost')
  const restart = (batches: number): void => {
    cluster.kill(N1, 'lost')
    cluster.staleStart(N1, batches)
    cluster.linkDown(N1, N2)
    cluster.settle()
  }
  // Before the history began; and then as it was after its first commit.
  restart(3)
  expect(rehearsal.position(N1)).toMatchObject({ role: 'PrimaryActive', appliedCommitId: 0 })
  restart(2)
  expect(rehearsal.position(N1)).toMatchObject({ role: 'PrimaryActive', appliedCommitId: 1 })
  rehearsal.write(['b', 'c'].map((id) => ({ op: 'put', collection: 'notes', document: { _id: id } })))
  cluster.settle()
  expect(rehearsal.read(N2, 'a')).toMatchObject({ kind: 'served', version: 2 })
  expect(rehearsal.read(N1, 'a')).toMatchObject({ kind: 'served', version: 1 })
})

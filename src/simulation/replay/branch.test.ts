import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nodeName } from '../../aerodb/ids.ts'
import { GUARDS } from '../../aerodb/rules/guards.ts'
import { loadHash128 } from '../../platform/hashing.ts'
import type { Trace } from '../../platform/trace/trace.ts'
import type { Choice } from '../choice.ts'
import { ImpossibleChoice } from '../impossible-choice.ts'
import { Branch } from './branch.ts'
import { choices, sync } from './choices.arbitrary.ts'
import { ENGINE, RehearsedRun, replayed } from './rehearsed-run.ts'
import { Replay } from './replay.ts'

const hash = await loadHash128()
const [n1, n2, n3] = [nodeName('n1'), nodeName('n2'), nodeName('n3')]
const PATIENCE_MILLIS = 120_000
const environment = { hash, guards: GUARDS }

const put = (id: string): Choice => ({
  kind: 'command',
  node: n1,
  command: { kind: 'write', operations: [{ op: 'put', collection: 'notes', document: { _id: id } }], basedOn: null },
})
const land = (node: typeof n1): Choice => ({ kind: 'land', node })
const deliver = (to: typeof n1): Choice => ({ kind: 'deliver', from: n1, to, index: 0 })

function branchOf(trace: Trace, cutAt: number): Branch {
  const replay = new Replay({ ...environment, engine: ENGINE }, trace)
  replay.advance(cutAt)
  return new Branch({ environment, configuration: trace.configuration, replayed: replay.cluster, cutAt })
}

/** What is not possible when its turn comes is left out. */
function take(branch: Branch, taken: readonly Choice[]): void {
  for (const choice of taken) {
    if (('from' in choice && choice.from === choice.to) || ('a' in choice && choice.a === choice.b)) continue
    try {
      branch.cluster.take(choice)
    } catch (thrown) {
      if (!(thrown instanceof ImpossibleChoice)) throw thrown
    }
  }
}

function traceOf(trace: Trace, branch: Branch): Trace {
  return { ...trace, steps: [...trace.steps.slice(0, branch.cutAt), ...branch.steps()] }
}

describe('a branch', () => {
  test('of any run, at any step, going on in any way, is a trace that replays', { timeout: PATIENCE_MILLIS }, () => {
    fc.assert(
      fc.property(sync, choices, fc.nat(), choices, (policy, before, place, after) => {
        const trace = new RehearsedRun(hash, policy).take(before).trace()
        const branch = branchOf(trace, place % (trace.steps.length + 1))
        take(branch, after)
        const other = traceOf(trace, branch)
        const report = replayed(hash, JSON.parse(JSON.stringify(other)) as Trace)
        expect(report.firstDifference).toBeUndefined()
        expect(report).toMatchObject({ identical: true, steps: other.steps.length })
        expect(replayed(hash, trace).identical).toBe(true)
      }),
      { numRuns: 100 },
    )
  })

  test('shares what was before the cut, and nothing after it', () => {
    const trace = new RehearsedRun(hash).take([put('a'), land(n1), deliver(n2), land(n2)]).trace()
    const cutAt = trace.steps.length - 2
    const branch = branchOf(trace, cutAt)
    take(branch, [{ kind: 'kill', node: n1, batch: 'lost' }, deliver(n2)])
    const other = traceOf(trace, branch)
    expect(other.steps.slice(0, cutAt)).toEqual(trace.steps.slice(0, cutAt))
    expect(other.steps[cutAt]).toEqual({ node: 'n1', died: 'killed' })
    expect(other.steps).not.toEqual(trace.steps)
  })

  test('has the frames that were under way, and gives the other future to who delivers them otherwise (LOG-5)', () => {
    const trace = new RehearsedRun(hash).take([put('a'), land(n1), put('b'), land(n1), deliver(n3), land(n3)]).trace()
    const cutAt = trace.steps.findIndex((step) => JSON.stringify(step).startsWith('{"node":"n3","frame":["n1",1,4]'))
    const branch = branchOf(trace, cutAt)
    expect(branch.cluster.frames(n1, n3)).toHaveLength(2)
    take(branch, [{ kind: 'deliver', from: n1, to: n3, index: 1 }, land(n3)])
    expect(branch.cluster.living(n3).position()).toMatchObject({ role: 'ReplicationHalted', halt: { rule: 'LOG-5' } })
    expect(replayed(hash, traceOf(trace, branch))).toMatchObject({ identical: true })
  })

  test('goes on from a death with a batch in flight as if that had not landed', () => {
    const trace = new RehearsedRun(hash).take([put('a'), { kind: 'kill', node: n1, batch: 'lands' }]).trace()
    const branch = branchOf(trace, trace.steps.length)
    take(branch, [{ kind: 'start', node: n1 }, land(n1)])
    expect(branch.cluster.living(n1).position().appliedCommitId).toBe(0)
    expect(replayed(hash, traceOf(trace, branch))).toMatchObject({ identical: true })
  })

  test('can be cut before any disk is known, and from another branch', () => {
    const trace = new RehearsedRun(hash).take([put('a'), land(n1)]).trace()
    const first = branchOf(trace, 0)
    take(first, [{ kind: 'start', node: n1 }])
    expect(first.cluster.living(n1).position().role).toBe('StartRefused')
    const second = branchOf(trace, trace.steps.length)
    take(second, [put('b'), land(n1)])
    const other = traceOf(trace, second)
    const third = branchOf(other, other.steps.length)
    take(third, [put('c'), land(n1)])
    expect(third.cluster.living(n1).position().appliedCommitId).toBe(3)
    for (const run of [traceOf(trace, first), other, traceOf(other, third)])
      expect(replayed(hash, run)).toMatchObject({ identical: true })
  })
})

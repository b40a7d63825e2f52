// What a search finds when a rule is taken away, as a run: it is lived again without the rule, goes wrong as it did, and the engine as it is refuses.
import { describe, expect, test } from 'vitest'
import table from '../../public/rules/rule-table.json' with { type: 'json' }
import { GUARDS } from '../aerodb/rules/guards.ts'
import { textOfFile } from '../cluster/replay/worker/read-file.ts'
import { type JudgedReplay, RECORDED } from '../cluster/replay/worker/replay-messages.ts'
import { RunSession } from '../cluster/replay/worker/run-session.ts'
import { ListedSteps } from '../cluster/replay/worker/run-steps.ts'
import { loadHash128 } from '../platform/hashing.ts'
import { parseTrace } from '../platform/trace/read-trace.ts'
import type { Trace } from '../platform/trace/trace.ts'
import { BreadthFirstSearch } from '../simulation/search/breadth-first.ts'
import { ClusterModel } from '../simulation/search/cluster-model.ts'
import { counterexample } from '../simulation/search/counterexample.ts'
import { RULE_SCOPES } from '../simulation/search/rules/rule-scopes.ts'
import { engineWithout, REMOVABLE, type Removable } from '../simulation/search/rules/take-away.ts'

const hash = await loadHash128()
const EVERYTHING = Number.POSITIVE_INFINITY
/** Larger searches are what `npm run rules` is for. */
const QUICK_STATES = 1_000
const SEARCH_MILLIS = 60_000
const NEVER_TOLD = () => undefined

interface Found {
  readonly trace: Trace
  readonly invariants: readonly string[]
}

/** The shortest history that goes wrong without the rule, as the page's search finds it. */
function search(removed: Removable, scopeName: string): Found {
  const found = RULE_SCOPES.find(({ name }) => name === scopeName)
  if (found === undefined) throw new Error(`no scope is named ${scopeName}`)
  const engine = engineWithout(removed)
  const searched = new BreadthFirstSearch(new ClusterModel(hash, found.scope, engine), { states: EVERYTHING, depth: EVERYTHING })
  searched.advance(EVERYTHING)
  const choices = searched.path.map(({ choice }) => choice)
  const { trace, invariants } = counterexample(hash, found.scope, choices, 'this', engine)
  return { trace: { ...trace, without: removed }, invariants }
}

function sessionOf(trace: Trace): RunSession {
  return new RunSession({ hash, engine: 'this' }, trace, new ListedSteps(trace.steps))
}

const NOWHERE = 'the same in every step'

/** By which code the engine as it is parts from the run. */
function partingOf({ weakened }: JudgedReplay): string | null {
  const parting = weakened?.parting ?? null
  return parting === null ? NOWHERE : parting.refusal
}

/** What a node says of how far behind it is, is no effect: no step differs without READ-6. */
function expectedParting({ rule, guard }: Removable): string | null {
  if (rule === 'READ-6') return NOWHERE
  return guard === null ? null : GUARDS[guard].code
}

function removableOf(rule: string): Removable {
  const removable = REMOVABLE.find((other) => other.rule === rule)
  if (removable === undefined) throw new Error(`${rule} can't be taken away`)
  return removable
}

describe('a history that goes wrong without a rule', () => {
  const quick = table.filter(({ broken, states }) => broken !== null && states <= QUICK_STATES)

  test('is there for many rules', () => expect(quick.length).toBeGreaterThan(20))

  test.each(quick)('replays without $rule, breaks what it broke, and the engine as it is refuses by $rule', {
    timeout: SEARCH_MILLIS,
  }, ({ rule, broken }) => {
    const removed = removableOf(rule)
    const { trace, invariants } = search(removed, broken?.scope ?? '')
    const replay = sessionOf(parseTrace(JSON.stringify(trace))).replay(RECORDED, NEVER_TOLD)
    expect(replay).toMatchObject({ identical: true, steps: trace.steps.length, weakened: { without: removed } })
    expect(invariants).toContain(replay.breach?.invariant)
    expect(partingOf(replay)).toBe(expectedParting(removed))
  })
})

describe('a run without a rule', () => {
  const { trace } = search(removableOf('READ-2'), 'clients')
  const [own] = [trace.steps.length - 1]

  test('goes on without it in a branch, which says so and replays', async () => {
    const run = sessionOf(trace)
    const { future } = await run.cut(RECORDED, own)
    run.take(future, { kind: 'writeNote', node: 'n1' })
    run.take(future, { kind: 'settle' })
    const { file } = await run.write(future, NEVER_TOLD)
    const branch = parseTrace(await textOfFile(file))
    expect(branch.without).toEqual(trace.without)
    expect(sessionOf(branch).replay(RECORDED, NEVER_TOLD)).toMatchObject({ identical: true, weakened: { parting: null } })
  })

  test('differs where the rule is kept silent', () => {
    const { without: _, ...silent } = trace
    const replay = sessionOf(silent).replay(RECORDED, NEVER_TOLD)
    expect(replay).toMatchObject({ identical: false, firstDifference: { node: 'n1' } })
    expect(replay.weakened).toBeUndefined()
  })

  test.each([
    { rule: 'READ-2', guard: 'none of these' },
    { rule: 'READ-99', guard: null },
    { rule: 'READ-2', guard: null },
  ])('is refused where this build has no such rule: $rule, $guard', (without) => {
    expect(() => sessionOf({ ...trace, without })).toThrow('AERO_TRACE_RULE_UNKNOWN')
  })

  test.each([
    ['another kind', 'READ-2'],
    ['no rule', { guard: null }],
    ['no guard', { rule: 'READ-2' }],
    ['more than is known', { rule: 'READ-2', guard: null, more: 1 }],
  ])('is no trace with %s', (_what, without) => {
    expect(() => parseTrace(JSON.stringify({ ...trace, without }))).toThrow('AERO_TRACE_MALFORMED')
  })
})

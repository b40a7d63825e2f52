import type { Hash128 } from '../../../aerodb/digest.ts'
import { GUARDS, type Guards } from '../../../aerodb/rules/guards.ts'
import { BreadthFirstSearch } from '../breadth-first.ts'
import { ClusterModel, type SearchedEngine } from '../cluster-model.ts'
import { counterexample } from '../counterexample.ts'
import type { Model } from '../model.ts'
import type { Step } from '../possible-steps.ts'
import { CoverModel } from './cover-model.ts'
import { type GuardName, REASONS } from './reasons.ts'
import { RULE_SCOPES, type RuleScope } from './rule-scopes.ts'
import { listening, nameOf, type Removable, without, withoutAll } from './take-away.ts'

const EVERYTHING = Number.POSITIVE_INFINITY
const UNBOUNDED = { states: EVERYTHING, depth: EVERYTHING }

/** The shortest history that goes wrong, in any of the scopes. */
export interface Broken {
  readonly invariants: readonly string[]
  /** By name: the first of the scopes in which there is one so short. */
  readonly scope: string
  readonly history: readonly string[]
}

/** What became of the engine without some rules. */
export interface Searched {
  /** The scopes that were searched, in order, by name: those in which it could matter. */
  readonly scopes: readonly string[]
  /** Distinct states, over all of them. Once something broke in one, the others are searched only as deep as what breaks there would be shorter. */
  readonly states: number
  /** Null where nothing goes wrong. */
  readonly broken: Broken | null
}

/** What breaks without a rule and without those that cover it, and does not break where only these are gone. */
export interface Cover extends Searched {
  /** Those that cover it. */
  readonly rules: readonly string[]
}

/** What became of the engine without one rule. */
export interface Finding extends Searched {
  readonly rule: string
  readonly guard: string | null
  /** Where nothing breaks, and the reason is that others cover it: for each of them, or each few that do together. */
  readonly covers: readonly Cover[]
}

/** For each scope, the guards that refuse something in it: without any other, the engine does there what it does with it. */
export type Refusing = ReadonlyMap<string, ReadonlySet<keyof Guards>>

/** @throws where the engine as it is breaks an invariant */
export function refusingGuards(hash: Hash128, { name, scope }: RuleScope): ReadonlySet<keyof Guards> {
  const refused = new Set<keyof Guards>()
  const engine = listening((guard) => refused.add(guard))
  const { kind, violation } = new BreadthFirstSearch(new ClusterModel(hash, scope, engine), UNBOUNDED).advance(EVERYTHING)
  if (kind !== 'exhausted') throw new Error(`${name}, with every rule: ${violation?.what ?? kind}`)
  return refused
}

/** Searches the scopes in which the rule ever matters for the shortest history that breaks something; where none does, what is said to cover it. */
export function searchRule(hash: Hash128, removable: Removable, refusing: Refusing): Finding {
  const { rule, guard } = removable
  const engine = without(removable)
  const alone = searchScopes(hash, scopesOf(refusing, guard === null ? null : [guard]), engine, (scope) => {
    return new ClusterModel(hash, scope, engine)
  })
  const reason = alone.broken === null ? REASONS[nameOf(removable)] : undefined
  const covers = reason?.kind === 'redundant' ? reason.coveredBy : []
  return { rule, guard, ...alone, covers: covers.map((guards) => searchCover(hash, removable, guards, refusing)) }
}

function searchCover(hash: Hash128, removable: Removable, guards: readonly GuardName[], refusing: Refusing): Cover {
  const bare = without(removable, guards)
  const kept = withoutAll(guards)
  const scopes = scopesOf(refusing, removable.guard === null ? null : [removable.guard, ...guards])
  const searched = searchScopes(hash, scopes, bare, (scope) => new CoverModel(hash, scope, bare, kept))
  return { rules: guards.map((guard) => GUARDS[guard].rule), ...searched }
}

/** Where none of these guards refuses anything, the engine does the same without them. */
function scopesOf(refusing: Refusing, guards: readonly GuardName[] | null): readonly RuleScope[] {
  if (guards === null) return RULE_SCOPES
  return RULE_SCOPES.filter(({ name }) => guards.some((guard) => refusing.get(name)?.has(guard) === true))
}

function searchScopes<State>(
  hash: Hash128,
  searched: readonly RuleScope[],
  engine: SearchedEngine,
  modelOf: (scope: RuleScope['scope']) => Model<State, Step>,
): Searched {
  const scopes: string[] = []
  let states = 0
  let broken: Broken | null = null
  /** Steps to what breaks first; a history tells of a node that throws in a line of its own. */
  let shortest = EVERYTHING
  for (const { name, scope } of searched) {
    const depth = shortest - 1
    if (depth < 1) break
    scopes.push(name)
    const search = new BreadthFirstSearch(modelOf(scope), { states: EVERYTHING, depth })
    const progress = search.advance(EVERYTHING)
    states += progress.states
    // Where the way to the scope's beginning breaks it already, its histories say nothing of how.
    if (progress.violation === null || progress.violation.path.length === 0) continue
    const choices = search.path.map(({ choice }) => choice)
    const { invariants, steps } = counterexample(hash, scope, choices, '', engine)
    if (!invariants.includes(progress.violation.what)) {
      throw new Error(`a plain run does not break ${progress.violation.what}: ${steps.join('; ')}`)
    }
    broken = { invariants, scope: name, history: steps }
    shortest = choices.length
  }
  return { scopes, states, broken }
}

import type { Hash128 } from '../../../aerodb/digest.ts'
import type { Guards } from '../../../aerodb/rules/guards.ts'
import { BreadthFirstSearch } from '../breadth-first.ts'
import { ClusterModel } from '../cluster-model.ts'
import { counterexample } from '../counterexample.ts'
import { scopeText } from '../scope.ts'
import { RULE_SCOPES, type RuleScope } from './rule-scopes.ts'
import { listening, type Removable, without } from './take-away.ts'

const EVERYTHING = Number.POSITIVE_INFINITY
const UNBOUNDED = { states: EVERYTHING, depth: EVERYTHING }

/** What became of the engine without one rule. */
export interface Finding {
  readonly rule: string
  readonly guard: string | null
  /** The scopes that were searched, in order, by name: those in which the guard ever refuses anything, up to the one in which something broke. */
  readonly scopes: readonly string[]
  /** Distinct states, over all of them. */
  readonly states: number
  /** The shortest history that goes wrong; null where none does. */
  readonly broken: { readonly invariants: readonly string[]; readonly scope: string; readonly history: readonly string[] } | null
}

/** For each scope, the guards that refuse something in it: without any other, the engine does there what it does with it. */
export type Refusing = ReadonlyMap<string, ReadonlySet<keyof Guards>>

/** @throws where the engine as it is breaks an invariant */
export function refusingGuards(hash: Hash128, scopes: readonly RuleScope[] = RULE_SCOPES): Refusing {
  const refusing = new Map<string, ReadonlySet<keyof Guards>>()
  for (const { name, scope } of scopes) {
    const refused = new Set<keyof Guards>()
    const engine = listening((guard) => refused.add(guard))
    const { kind, violation } = new BreadthFirstSearch(new ClusterModel(hash, scope, engine), UNBOUNDED).advance(EVERYTHING)
    if (kind !== 'exhausted') throw new Error(`${name}, with every rule: ${violation?.what ?? kind}`)
    refusing.set(name, refused)
  }
  return refusing
}

/** Searches the scopes in which the rule ever matters, one after the other, until something breaks. */
export function searchRule(hash: Hash128, removable: Removable, refusing: Refusing): Finding {
  const { rule, guard } = removable
  const engine = without(removable)
  const scopes: string[] = []
  let states = 0
  for (const { name, scope } of RULE_SCOPES) {
    if (guard !== null && refusing.get(name)?.has(guard) !== true) continue
    scopes.push(name)
    const search = new BreadthFirstSearch(new ClusterModel(hash, scope, engine), UNBOUNDED)
    const progress = search.advance(EVERYTHING)
    states += progress.states
    if (progress.violation === null) continue
    const choices = search.path.map(({ choice }) => choice)
    const { invariants, steps } = counterexample(hash, scope, choices, '', engine)
    if (!invariants.includes(progress.violation.what)) {
      throw new Error(`${rule}: a plain run does not break ${progress.violation.what}: ${steps.join('; ')}`)
    }
    return { rule, guard, scopes, states, broken: { invariants, scope: scopeText(scope), history: steps } }
  }
  return { rule, guard, scopes, states, broken: null }
}

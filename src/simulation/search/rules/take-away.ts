import { createNode } from '../../../aerodb/create-node.ts'
import type { Guard } from '../../../aerodb/rules/guard.ts'
import { GUARDS, type Guards } from '../../../aerodb/rules/guards.ts'
import type { Weakening } from '../../../platform/trace/trace.ts'
import { MUTATIONS, type StructuralRule } from '../../mutations/mutations.ts'
import { PRODUCTION_ENGINE, type SearchedEngine } from '../cluster-model.ts'

/** A rule of the engine, as a search can do without it: a guard that is always content, or a structural rule that is broken by its mutation. */
export type Removable =
  | { readonly rule: string; readonly guard: keyof Guards }
  | { readonly rule: StructuralRule; readonly guard: null }

/** What a rule is called here: its guard, or for a structural one its id. */
export type RemovableName = keyof Guards | StructuralRule

const GUARD_NAMES: readonly (keyof Guards)[] = Object.keys(GUARDS).filter((name): name is keyof Guards => name in GUARDS)
const STRUCTURAL_RULES: readonly StructuralRule[] = Object.keys(MUTATIONS).filter(
  (rule): rule is StructuralRule => rule in MUTATIONS,
)

/** Every rule that a node keeps: it has a guard for it, or there is a mutation that breaks it. */
export const REMOVABLE: readonly Removable[] = [
  ...GUARD_NAMES.map((guard) => ({ rule: GUARDS[guard].rule, guard })),
  ...STRUCTURAL_RULES.map((rule) => ({ rule, guard: null })),
]

export function nameOf(removable: Removable): RemovableName {
  return removable.guard ?? removable.rule
}

/** The engine without that rule, and without some guards besides. */
export function without(removable: Removable, besides: readonly (keyof Guards)[] = []): SearchedEngine {
  const guards = withoutGuards(removable.guard === null ? besides : [removable.guard, ...besides])
  return { guards, build: removable.guard === null ? MUTATIONS[removable.rule] : createNode }
}

/** The engine without some guards. */
export function withoutAll(guards: readonly (keyof Guards)[]): SearchedEngine {
  return { guards: withoutGuards(guards), build: createNode }
}

/** What a trace names as taken away; null where this engine has no such rule. */
export function removableNamed({ rule, guard }: Weakening): Removable | null {
  return REMOVABLE.find((removable) => removable.rule === rule && removable.guard === guard) ?? null
}

/** The engine without a rule; without none, as it is. */
export function engineWithout(removed: Removable | null): SearchedEngine {
  return removed === null ? PRODUCTION_ENGINE : without(removed)
}

/** The engine as it is; `refused` is told of each guard that refuses something. */
export function listening(refused: (guard: keyof Guards) => void): SearchedEngine {
  let guards = GUARDS
  for (const name of GUARD_NAMES) {
    const guard: Guard<never[]> = GUARDS[name]
    const holds = (...facts: never[]): boolean => {
      const verdict = guard.holds(...facts)
      if (!verdict) refused(name)
      return verdict
    }
    guards = { ...guards, [name]: { ...guard, holds } }
  }
  return { guards, build: createNode }
}

function withoutGuards(names: readonly (keyof Guards)[]): Guards {
  let guards = GUARDS
  for (const name of names) guards = { ...guards, [name]: { ...GUARDS[name], holds: () => true } }
  return guards
}

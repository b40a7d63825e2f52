import { createNode } from '../../../aerodb/create-node.ts'
import type { Guard } from '../../../aerodb/rules/guard.ts'
import { GUARDS, type Guards } from '../../../aerodb/rules/guards.ts'
import { MUTATIONS } from '../../mutations/mutations.ts'
import { PRODUCTION_ENGINE, type SearchedEngine } from '../cluster-model.ts'

/** A rule of the engine, as a search can do without it. */
export interface Removable {
  readonly rule: string
  /** The guard that is always content; null for a structural rule, which is broken by its mutation. */
  readonly guard: keyof Guards | null
}

const NAMES: readonly (keyof Guards)[] = Object.keys(GUARDS).filter((name): name is keyof Guards => name in GUARDS)

/** Every rule that the engine has a guard for, or a mutation. */
export const REMOVABLE: readonly Removable[] = [
  ...NAMES.map((guard) => ({ rule: GUARDS[guard].rule, guard })),
  ...Object.keys(MUTATIONS).map((rule) => ({ rule, guard: null })),
]

/** The engine without that rule. */
export function without({ rule, guard }: Removable): SearchedEngine {
  if (guard !== null) return { guards: withGuard(guard, () => true), build: createNode }
  const build = MUTATIONS[rule]
  if (build === undefined) throw new Error(`no mutation breaks ${rule}`)
  return { guards: GUARDS, build }
}

/** The engine without a rule; without none, as it is. */
export function engineWithout(removed: Removable | null): SearchedEngine {
  return removed === null ? PRODUCTION_ENGINE : without(removed)
}

/** The engine as it is; `refused` is told of each guard that refuses something. */
export function listening(refused: (guard: keyof Guards) => void): SearchedEngine {
  let guards = GUARDS
  for (const name of NAMES) {
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

function withGuard(name: keyof Guards, holds: () => boolean): Guards {
  return { ...GUARDS, [name]: { ...GUARDS[name], holds } }
}

import type { Outcome } from '../../aerodb/command.ts'
import type { Effect } from '../../aerodb/effect.ts'
import { commitId, documentKey } from '../../aerodb/ids.ts'
import type { Input } from '../../aerodb/input.ts'
import type { VersionInspection } from '../../aerodb/inspection.ts'
import type { DatabaseNode } from '../../aerodb/node.ts'

type Served = Extract<Outcome, { readonly kind: 'served' }>

/** Which version to serve in place of the right one; null for none at all. Versions are oldest first. */
export type Choose = (versions: readonly VersionInspection[], served: Served) => VersionInspection | null

/** An effect that serves a read, with another version in it; any other effect as it is. */
export function misread(effect: Effect, input: Input, node: DatabaseNode, choose: Choose): Effect {
  if (effect.kind !== 'answer' || effect.outcome.kind !== 'served') return effect
  if (input.kind !== 'command' || input.command.kind !== 'read') return effect
  const { collection, id } = input.command
  const chosen = choose(node.versions(documentKey(collection, id)), effect.outcome)
  const version = chosen === null ? null : commitId(chosen.commitId)
  return { ...effect, outcome: { ...effect.outcome, version, document: chosen?.document ?? null } }
}

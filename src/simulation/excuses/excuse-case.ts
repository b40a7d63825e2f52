import type { Hash128 } from '../../aerodb/digest.ts'
import type { NodeName } from '../../aerodb/ids.ts'
import type { DamageKind } from '../../invariants/damage.ts'
import type { Fact } from '../../invariants/fact.ts'
import type { Forge, Story } from '../breaches/breach.ts'
import { N1, N2, Rehearsal } from '../rehearsal.ts'

/** One kind of damage, and one invariant that it excuses: of what it struck, and of nothing that came afterwards. */
export interface ExcuseCase {
  readonly damage: DamageKind
  readonly invariant: string
  /** Whom the excuse names. */
  readonly on: NodeName
  /** The damage, and the breach that it explains. */
  readonly explained: (hash: Hash128) => readonly Fact[]
  /** The same, and how the node came to be sound again; then the same invariant is broken, and not by the damage. */
  readonly unexplained: (hash: Hash128) => readonly Fact[]
}

/** What happens in these stories, one after the other. */
export function factsOf(hash: Hash128, ...stories: readonly Story[]): readonly Fact[] {
  const facts: Fact[] = []
  const rehearsal = new Rehearsal({ hash, nodes: [N1, N2], judge: 'nothing', hears: (fact) => void facts.push(fact) })
  for (const story of stories) story(rehearsal)
  return facts
}

/** The story of the damage; how it goes on; and what is told otherwise of that. */
export function excuseCase(
  { damage, invariant, on }: Pick<ExcuseCase, 'damage' | 'invariant' | 'on'>,
  struck: Story,
  afterwards: Story,
  forge: Forge,
): ExcuseCase {
  return {
    damage,
    invariant,
    on,
    explained: (hash) => factsOf(hash, struck),
    unexplained: (hash) => forge(factsOf(hash, struck, afterwards)),
  }
}

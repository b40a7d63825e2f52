import type { Hash128 } from '../../aerodb/digest.ts'
import type { NodeName } from '../../aerodb/ids.ts'
import type { Observation } from '../../aerodb/observation.ts'
import { GUARDS, type Guards } from '../../aerodb/rules/guards.ts'
import type { Fact, FactKind, FactOf } from '../../invariants/fact.ts'
import { MUTATIONS } from '../mutations/mutations.ts'
import { N1, N2, Rehearsal, type RehearsalOptions } from '../rehearsal.ts'

/** What happens to a small cluster, of which N1 is the Primary; the nodes have not started. */
export type Story = (rehearsal: Rehearsal) => void
/** Another history, made of one that happened. */
export type Forge = (facts: readonly Fact[]) => readonly Fact[]

/** A history that breaks one invariant, and one beside it that breaks none. */
export interface BreachCase {
  readonly how: string
  /** What is broken too, whenever this is, and why. */
  readonly with?: Readonly<Record<string, string>>
  readonly rightful: (hash: Hash128) => readonly Fact[]
  readonly wrong: (hash: Hash128) => readonly Fact[]
}

type Engine = Pick<RehearsalOptions, 'guards' | 'build'>

function history(hash: Hash128, story: Story, engine: Engine = {}): readonly Fact[] {
  const facts: Fact[] = []
  story(new Rehearsal({ hash, nodes: [N1, N2], judge: 'nothing', hears: (fact) => void facts.push(fact), ...engine }))
  return facts
}

/** What happened, and the same with something in it that did not. `before`: what its host never knew of, in either. */
export function forged(how: string, story: Story, forge: Forge, before: Forge = (facts) => facts): BreachCase {
  return { how, rightful: (hash) => before(history(hash, story)), wrong: (hash) => forge(before(history(hash, story))) }
}

/** The same happens to nodes that keep every rule, and to nodes that don't ask one of their guards. */
export function withoutGuard(how: string, guard: keyof Guards, story: Story): BreachCase {
  const guards = { ...GUARDS, [guard]: { ...GUARDS[guard], holds: () => true } }
  return { how, rightful: (hash) => history(hash, story), wrong: (hash) => history(hash, story, { guards }) }
}

/** The same happens to sound nodes, and to nodes in which a structural rule is broken. */
export function mutated(how: string, rule: keyof typeof MUTATIONS, story: Story): BreachCase {
  const build = MUTATIONS[rule]
  return { how, rightful: (hash) => history(hash, story), wrong: (hash) => history(hash, story, { build }) }
}

/** What clients are told of it contradicts itself. */
export function seenByClients(one: BreachCase): BreachCase {
  const contradicted = 'clients are told what no order of commits can have been, whatever any node states'
  return { ...one, with: { ...one.with, 'snapshot-isolation': contradicted } }
}

/** In the place of the last fact of that kind for which `is` holds: what `change` makes of it. */
export function lastFact<Kind extends FactKind>(
  kind: Kind,
  is: (fact: FactOf<Kind>) => boolean,
  change: (fact: FactOf<Kind>) => readonly Fact[],
): Forge {
  return (facts) => {
    const isIt = (fact: Fact): fact is FactOf<Kind> => fact.kind === kind
    const at = facts.findLastIndex((fact) => isIt(fact) && is(fact))
    const found = facts[at]
    if (found === undefined || !isIt(found)) throw new Error(`nothing of the kind ${kind} happened`)
    return [...facts.slice(0, at), ...change(found), ...facts.slice(at + 1)]
  }
}

type Observed<Kind extends Observation['kind']> = Extract<Observation, { readonly kind: Kind }>

/** Another last statement of that kind by a node. */
export function lastStated<Kind extends Observation['kind']>(
  node: NodeName,
  kind: Kind,
  change: (observation: Observed<Kind>) => Observation,
): Forge {
  const isKind = (observation: Observation): observation is Observed<Kind> => observation.kind === kind
  return lastFact(
    'observed',
    (fact) => fact.node === node && isKind(fact.observation),
    (fact) => (isKind(fact.observation) ? [{ ...fact, observation: change(fact.observation) }] : [fact]),
  )
}

/** Another answer to the last command that was answered so. */
export function lastAnswer(
  kind: FactOf<'answered'>['outcome']['kind'],
  change: (fact: FactOf<'answered'>) => FactOf<'answered'>,
): Forge {
  return lastFact(
    'answered',
    ({ outcome }) => outcome.kind === kind,
    (fact) => [change(fact)],
  )
}

/** Another batch that landed last for that purpose. */
export function lastLanded(purpose: FactOf<'landed'>['purpose'], change: (fact: FactOf<'landed'>) => FactOf<'landed'>): Forge {
  return lastFact(
    'landed',
    (fact) => fact.purpose === purpose,
    (fact) => [change(fact)],
  )
}

/** All but the facts of that kind. */
export function unknown(...kinds: readonly FactKind[]): Forge {
  return (facts) => facts.filter(({ kind }) => !kinds.includes(kind))
}

export function both(first: Forge, second: Forge): Forge {
  return (facts) => second(first(facts))
}

/** With further facts at the end. */
export function followedBy(...more: readonly Fact[]): Forge {
  return (facts) => [...facts, ...more]
}

export function startAll({ cluster }: Rehearsal): void {
  for (const name of cluster.nodes.keys()) cluster.start(name)
  cluster.settle()
}

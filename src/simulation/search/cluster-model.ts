import { createNode } from '../../aerodb/create-node.ts'
import type { Digest, Hash128 } from '../../aerodb/digest.ts'
import { type NodeName, nodeName } from '../../aerodb/ids.ts'
import type { DatabaseNode } from '../../aerodb/node.ts'
import { GUARDS, type Guards } from '../../aerodb/rules/guards.ts'
import type { Fact } from '../../invariants/fact.ts'
import type { Choice } from '../choice.ts'
import type { ClusterOptions } from '../cluster-options.ts'
import { ImpossibleChoice } from '../impossible-choice.ts'
import { SimulatedCluster } from '../simulated-cluster.ts'
import { STALE_BATCHES } from '../simulated-disk.ts'
import { Allowance } from './allowance.ts'
import { ENGINE_THROWS } from './breaches.ts'
import { ClusterDigests } from './cluster-digest.ts'
import { type JudgedPast, JudgedPasts } from './judged-pasts.ts'
import { LocalStates } from './local-states.ts'
import type { Model } from './model.ts'
import { possibleSteps, type Step } from './possible-steps.ts'
import type { Scope } from './scope.ts'

/** A cluster, what its judge remembers, and what is left of the bounds. */
export interface Moment {
  readonly cluster: SimulatedCluster
  readonly past: JudgedPast
  readonly allowance: Allowance
  readonly digest: Digest
  readonly wrong: string | null
}

/** The engine that is searched: the production engine, or one that a rule was taken from. */
export interface SearchedEngine {
  readonly guards: Guards
  readonly build: (hash: Hash128, guards: Guards) => DatabaseNode
}

export const PRODUCTION_ENGINE: SearchedEngine = { guards: GUARDS, build: createNode }

/**
 * The engine in a scope, as something to be searched. The cluster is the simulator's own, choice by choice; only the nodes in it are shared,
 * since equal local states take equal steps (local-states.ts).
 */
export class ClusterModel implements Model<Moment, Step> {
  readonly #scope: Scope
  readonly #options: ClusterOptions
  readonly #pasts: JudgedPasts
  readonly #digests: ClusterDigests
  readonly #facts: Fact[] = []
  readonly #sink = (fact: Fact): void => void this.#facts.push(fact)

  constructor(hash: Hash128, scope: Scope, { guards, build }: SearchedEngine = PRODUCTION_ENGINE) {
    const states = new LocalStates(hash)
    this.#scope = scope
    this.#options = { ...clusterOptions(hash, scope), guards, build: (...parts) => states.share(build(...parts)) }
    this.#pasts = new JudgedPasts(hash)
    this.#digests = new ClusterDigests(hash, scope.bounds.staleStarts > 0 ? STALE_BATCHES : 0)
  }

  initial(): Moment {
    const cluster = new SimulatedCluster({ ...this.#options, sink: this.#sink, positionEverySteps: 1 })
    begin(cluster, this.#scope)
    return this.#moment(cluster, this.#pasts.first(), new Allowance(this.#scope.bounds), null)
  }

  labels({ cluster, allowance, wrong }: Moment): readonly Step[] {
    return wrong === null ? possibleSteps(cluster, this.#scope, allowance.left) : []
  }

  take(from: Moment, { choice, spends }: Step): Moment | null {
    const cluster = from.cluster.fork(this.#sink)
    let threw: string | null = null
    try {
      cluster.take(choice)
    } catch (thrown) {
      if (thrown instanceof ImpossibleChoice) {
        this.#facts.length = 0
        return null
      }
      threw = ENGINE_THROWS
    }
    return this.#moment(cluster, from.past, from.allowance.after(spends), threw)
  }

  digest({ digest }: Moment): Digest {
    return digest
  }

  violation({ wrong }: Moment): string | null {
    return wrong
  }

  #moment(cluster: SimulatedCluster, before: JudgedPast, allowance: Allowance, threw: string | null): Moment {
    const past = this.#pasts.after(before, this.#facts)
    this.#facts.length = 0
    const digest = this.#digests.of(cluster, [past.digest, allowance.digest])
    return { cluster, past, allowance, digest, wrong: threw ?? past.breach?.invariant ?? null }
  }
}

/** What a cluster of this scope is made of, for whoever runs the same choices outside of a search. */
export function clusterOptions(hash: Hash128, { nodes, sync }: Scope): ClusterOptions {
  const names: readonly NodeName[] = Array.from({ length: nodes }, (_, index) => nodeName(`n${index + 1}`))
  return { hash, nodes: names, primary: nodeName('n1'), sync }
}

const CLAIMANT = nodeName('n2')
const CLAIM: readonly Choice[] = [
  { kind: 'configure', node: CLAIMANT, configuration: { primaries: [CLAIMANT] } },
  { kind: 'authority', node: CLAIMANT, authority: 'granted' },
]

/** Brings a new cluster to where the scope begins, in the order in which `settle` would: returns the choices that were taken. */
export function begin(cluster: SimulatedCluster, scope: Scope): readonly Choice[] {
  const choices: Choice[] = []
  const take = (choice: Choice): void => {
    cluster.take(choice)
    choices.push(choice)
  }
  if (scope.begin === 'claimed') for (const choice of CLAIM) take(choice)
  if (scope.begin !== 'running') return choices
  for (const { name: node } of cluster.everyNode) take({ kind: 'start', node })
  for (;;) {
    const writing = cluster.everyNode.find((simulated) => simulated.writing !== null)
    const [link] = cluster.busyLinks()
    if (writing !== undefined) take({ kind: 'land', node: writing.name })
    else if (link !== undefined) take({ kind: 'deliver', from: link[0], to: link[1], index: 0 })
    else return choices
  }
}

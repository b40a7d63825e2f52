import type { NodeConfiguration } from '../../aerodb/configuration.ts'
import type { Hash128 } from '../../aerodb/digest.ts'
import { digestHex } from '../../aerodb/digest.ts'
import { type NodeName, nodeName } from '../../aerodb/ids.ts'
import type { Fact } from '../../invariants/fact.ts'
import { Judge } from '../../invariants/judge.ts'
import { Occurrences } from '../../invariants/sometimes/occurrences.ts'
import type { Choice } from '../choice.ts'
import type { ClusterOptions } from '../cluster-options.ts'
import { ImpossibleChoice } from '../impossible-choice.ts'
import { CLUSTER_ID, SimulatedCluster } from '../simulated-cluster.ts'
import type { Failure } from './failure.ts'
import { FaultLedger } from './fault-ledger.ts'
import { Reach } from './reach.ts'
import { RulesDecided } from './situations/rules-decided.ts'

const encoder = new TextEncoder()

/** What a run is played with: the same script and the same choices give the same run. */
export interface Script {
  readonly hash: Hash128
  readonly nodes: number
  readonly sync: NodeConfiguration['sync']
  /** Only for a canary or a search. */
  readonly guards?: NonNullable<ClusterOptions['guards']>
  readonly build?: NonNullable<ClusterOptions['build']>
  /** Makes a trace of the run. */
  readonly recorder?: NonNullable<ClusterOptions['recorder']>
}

const POSITION_EVERY_STEPS = 16

/** A cluster and its judge, driven by choices; keeps account of what was done to it, and of the first thing that went wrong. */
export class Run {
  readonly cluster: SimulatedCluster
  readonly judge = new Judge()
  readonly ledger: FaultLedger
  readonly names: readonly NodeName[]
  readonly primary: NodeName
  /** All that were carried out, in order. */
  readonly choices: Choice[] = []
  failure: Failure | null = null
  readonly occurrences = new Occurrences()
  readonly decided = new RulesDecided()
  readonly reach = new Reach()
  readonly #hash: Hash128
  readonly #listeners: ((fact: Fact) => void)[] = []

  constructor({ hash, nodes, sync, guards, build, recorder }: Script) {
    this.#hash = hash
    this.names = Array.from({ length: nodes }, (_, index) => nodeName(`n${index + 1}`))
    this.primary = this.names[0] ?? nodeName('n1')
    // Before the cluster: making it states facts.
    this.ledger = new FaultLedger({ clusterId: CLUSTER_ID, nodes: this.names, primaries: [this.primary] })
    this.cluster = new SimulatedCluster({
      hash,
      nodes: this.names,
      primary: this.primary,
      sync,
      sink: (fact) => this.#hear(fact),
      positionEverySteps: POSITION_EVERY_STEPS,
      ...(guards === undefined ? {} : { guards }),
      ...(build === undefined ? {} : { build }),
      ...(recorder === undefined ? {} : { recorder }),
    })
  }

  /** Whoever else wants every fact, after the judge had it. */
  listen(listener: (fact: Fact) => void): void {
    this.#listeners.push(listener)
  }

  /** Carries a choice out; returns whether it was possible. Anything else that is thrown is a failure of the run. */
  take(choice: Choice): boolean {
    try {
      this.cluster.take(choice)
    } catch (error) {
      if (error instanceof ImpossibleChoice) return false
      this.fail({
        kind: 'threw',
        what: error instanceof Error ? error.message : String(error),
        evidence: { during: choice.kind },
      })
    }
    this.ledger.note(choice)
    this.choices.push(choice)
    this.#look()
    return true
  }

  /** The first failure stands. */
  fail(failure: Failure): void {
    this.failure ??= failure
  }

  /** Stands for the whole run: what was chosen, what clients were told, and where it left every node, disk and judge. */
  digest(): string {
    const ends = this.cluster.everyNode.map(({ node, disk }) => {
      const { manifest, batches } = disk.contents()
      const onDisk = batches.map(({ bytes }) => digestHex(this.#hash(bytes)))
      return [node === null ? null : digestHex(node.digest()), manifest === null ? null : digestHex(this.#hash(manifest)), onDisk]
    })
    const told = [...this.cluster.outcomes]
    const whole = JSON.stringify([this.choices, told, ends, digestHex(this.judge.digest(this.#hash)), this.failure])
    return digestHex(this.#hash(encoder.encode(whole)))
  }

  #look(): void {
    const { breach } = this.judge
    if (breach !== null) this.fail({ kind: 'breach', what: breach.invariant, evidence: breach.evidence })
  }

  #hear(fact: Fact): void {
    const { chronicle } = this.judge
    this.occurrences.take(fact, chronicle)
    this.decided.take(fact, chronicle)
    this.reach.take(fact)
    this.judge.take(fact)
    this.ledger.take(fact)
    for (const listener of this.#listeners) listener(fact)
  }
}

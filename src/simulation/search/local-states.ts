import type { Digest, Hash128 } from '../../aerodb/digest.ts'
import { digestHex } from '../../aerodb/digest.ts'
import type { Effect } from '../../aerodb/effect.ts'
import type { DocumentKey, Lsn, NodeName, RequestId } from '../../aerodb/ids.ts'
import type { Input } from '../../aerodb/input.ts'
import type {
  ChainInspection,
  ChainSelection,
  Explanation,
  VersionInspection,
  WalRecordInspection,
} from '../../aerodb/inspection.ts'
import type { DatabaseNode } from '../../aerodb/node.ts'
import type { Position } from '../../aerodb/observation.ts'
import { Identities } from './identities.ts'

/** One state of one node. The node in it is never stepped: a copy is. */
interface LocalState {
  readonly node: DatabaseNode
  readonly digest: Digest
  readonly position: Position
  readonly steps: Map<number, LocalStep>
}

type LocalStep =
  | { readonly kind: 'took'; readonly to: LocalState; readonly effects: readonly Effect[] }
  | { readonly kind: 'threw'; readonly thrown: unknown }

const KINDS = 5
const PEERS = 8

/**
 * Every local state that a search has met. A node is a function of its state and its inputs, and of nothing else; so each step of each local
 * state is taken once, by the engine, however many states of the cluster it is a part of.
 */
export class LocalStates {
  readonly #hash: Hash128
  readonly #byDigest = new Map<string, LocalState>()
  readonly #inputs = new Identities()
  readonly #peers = new Map<NodeName, number>()

  constructor(hash: Hash128) {
    this.#hash = hash
  }

  /** A node that has not started, shared with every other in the same state. */
  share(node: DatabaseNode): DatabaseNode {
    return new SharedNode(this, this.#of(node))
  }

  step(from: LocalState, input: Input): LocalStep {
    const key = this.#keyOf(input)
    const known = from.steps.get(key)
    if (known !== undefined) return known
    const step = this.#take(from, input)
    from.steps.set(key, step)
    return step
  }

  #take(from: LocalState, input: Input): LocalStep {
    const node = from.node.fork()
    try {
      const effects = node.step(input)
      return { kind: 'took', to: this.#of(node), effects }
    } catch (thrown) {
      return { kind: 'threw', thrown }
    }
  }

  #of(node: DatabaseNode): LocalState {
    const digest = node.digest()
    const name = digestHex(digest)
    const known = this.#byDigest.get(name)
    if (known !== undefined) return known
    const state: LocalState = { node, digest, position: node.position(), steps: new Map() }
    this.#byDigest.set(name, state)
    return state
  }

  #keyOf(input: Input): number {
    switch (input.kind) {
      case 'frame':
        return (this.#inputs.ofBytes(this.#hash, input.bytes) * PEERS + this.#peerIndex(input.peer)) * KINDS
      case 'batchDurable':
        return input.id * KINDS + 1
      case 'linkUp':
        return (input.epoch * PEERS + this.#peerIndex(input.peer)) * KINDS + 2
      case 'linkDown':
        return this.#peerIndex(input.peer) * KINDS + 3
      case 'batchFailed':
        return this.#inputs.ofText(JSON.stringify(input)) * KINDS + 4
      case 'command': {
        const command = this.#inputs.ofObject(input.command, (value) => JSON.stringify(value))
        return this.#inputs.ofText(`command ${input.request} ${command}`) * KINDS + 4
      }
      case 'start':
        return this.#inputs.ofText(this.#textOfStart(input)) * KINDS + 4
    }
  }

  #textOfStart({ configuration, authority, entropy, starts, disk }: Extract<Input, { readonly kind: 'start' }>): string {
    const configured = this.#inputs.ofObject(configuration, (value) => JSON.stringify(value))
    const manifest = disk.manifest === null ? '' : this.#inputs.ofBytes(this.#hash, disk.manifest)
    const batches = disk.batches.map(({ firstLsn, bytes }) => `${firstLsn}:${this.#inputs.ofBytes(this.#hash, bytes)}`)
    return `start ${configured} ${authority} ${entropy.join()} ${starts} ${manifest} ${batches.join()}`
  }

  #peerIndex(peer: NodeName): number {
    const known = this.#peers.get(peer)
    if (known !== undefined) return known
    this.#peers.set(peer, this.#peers.size)
    return this.#peers.size - 1
  }
}

/** A node that is nothing but a place in the table. */
class SharedNode implements DatabaseNode {
  readonly #states: LocalStates
  #state: LocalState

  constructor(states: LocalStates, state: LocalState) {
    this.#states = states
    this.#state = state
  }

  step(input: Input): readonly Effect[] {
    const step = this.#states.step(this.#state, input)
    if (step.kind === 'threw') throw step.thrown
    this.#state = step.to
    return step.effects
  }

  position(): Position {
    return this.#state.position
  }

  digest(): Digest {
    return this.#state.digest
  }

  fork(): SharedNode {
    return new SharedNode(this.#states, this.#state)
  }

  walRecords(from: Lsn, limit: number): readonly WalRecordInspection[] {
    return this.#state.node.walRecords(from, limit)
  }

  walBytes(): Uint8Array {
    return this.#state.node.walBytes()
  }

  versions(key: DocumentKey): readonly VersionInspection[] {
    return this.#state.node.versions(key)
  }

  chains(selection: ChainSelection): readonly ChainInspection[] {
    return this.#state.node.chains(selection)
  }

  explainState(): Explanation {
    return this.#state.node.explainState()
  }

  explainRequest(request: RequestId): Explanation | null {
    return this.#state.node.explainRequest(request)
  }
}

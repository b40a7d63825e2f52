import type { NodeName } from '../../aerodb/ids.ts'
import type { Observation } from '../../aerodb/observation.ts'
import { PROTOCOL_VERSION } from '../../aerodb/replication/frame.ts'
import { openFrame } from '../../aerodb/replication/frame-codec.ts'
import type { FactOf } from '../fact.ts'
import { namesInOrder } from '../in-order.ts'
import type { Bench, Invariant, Sitting } from '../invariant.ts'

/** Nodes whose last frame must not be believed, and which have not said yet that they don't. */
class Unbelievable implements Sitting {
  readonly #nodes = new Set<NodeName>()

  take(fact: FactOf<'delivered' | 'observed' | 'landed' | 'nodeDied'>, bench: Bench): void {
    const { node } = fact
    switch (fact.kind) {
      case 'delivered':
        this.#nodes.delete(node)
        if (fact.form === 'whole' || fact.bytes === null || isSound(fact.bytes)) return
        bench.check()
        this.#nodes.add(node)
        return
      case 'observed': {
        const { observation } = fact
        if (observation.kind === 'frameRefused') this.#nodes.delete(node)
        if (!takesSomething(observation)) return
        if (this.#nodes.has(node)) bench.breach([], { node, peer: observation.peer, took: observation.kind })
        return
      }
      case 'landed':
      case 'nodeDied':
        this.#nodes.delete(node)
        return
    }
  }

  fork(): Unbelievable {
    const fork = new Unbelievable()
    for (const node of this.#nodes) fork.#nodes.add(node)
    return fork
  }

  memory() {
    return namesInOrder(this.#nodes)
  }
}

function takesSomething(
  observation: Observation,
): observation is Extract<Observation, { readonly kind: 'received' | 'sessionOpened' | 'sessionEnded' }> {
  return observation.kind === 'received' || observation.kind === 'sessionOpened' || observation.kind === 'sessionEnded'
}

function isSound(bytes: Uint8Array): boolean {
  return openFrame(bytes).frame?.protocol === PROTOCOL_VERSION
}

export const framesVerified: Invariant = {
  id: 'frames-verified',
  statement: 'Of a frame whose envelope does not verify, or which is of another protocol, a node takes nothing.',
  rules: ['LOG-1', 'MODEL-12'],
  hears: [
    'delivered',
    'observed frameRefused',
    'observed received',
    'observed sessionOpened',
    'observed sessionEnded',
    'landed',
    'nodeDied',
  ],
  open: () => new Unbelievable(),
}

import type { NodeName } from '../../aerodb/ids.ts'
import { PROTOCOL_VERSION } from '../../aerodb/replication/frame.ts'
import { openFrame } from '../../aerodb/replication/frame-codec.ts'
import { areRecordsSound } from '../chronicle/are-records-sound.ts'
import type { FactOf } from '../fact.ts'
import { namesInOrder } from '../in-order.ts'
import type { Bench, Invariant, Sitting } from '../invariant.ts'

/** What a frame may be discarded for, whatever is in it: it is of another session, or repeats what is here. */
const UNREAD: ReadonlySet<string> = new Set(['LOG-2', 'LOG-3'])

/** Replicas that were just handed records that are damaged, and have not said so yet. They have to within the step. */
class Damaged implements Sitting {
  readonly #nodes = new Set<NodeName>()

  take(fact: FactOf<'delivered' | 'observed' | 'nodeDied'>, bench: Bench): void {
    const { node } = fact
    switch (fact.kind) {
      case 'delivered':
        this.#nodes.delete(node)
        if (bench.chronicle.node(node).role === 'ReplicaActive' && isDamaged(fact)) this.#nodes.add(node)
        return
      case 'observed': {
        const { observation } = fact
        if (observation.kind !== 'frameRefused' && observation.kind !== 'received') return
        if (!this.#nodes.delete(node)) return
        if (observation.kind === 'frameRefused' && UNREAD.has(observation.rule)) return
        bench.check()
        const halts = observation.kind === 'frameRefused' && observation.consequence === 'halt'
        if (!halts) bench.breach([], { node, peer: observation.peer, said: observation.kind })
        return
      }
      case 'nodeDied':
        this.#nodes.delete(node)
        return
    }
  }

  fork(): Damaged {
    const fork = new Damaged()
    for (const node of this.#nodes) fork.#nodes.add(node)
    return fork
  }

  memory() {
    return namesInOrder(this.#nodes)
  }
}

function isDamaged({ form, bytes }: FactOf<'delivered'>): boolean {
  const frame = form === 'whole' || bytes === null ? null : openFrame(bytes).frame
  return frame?.body.kind === 'records' && frame.protocol === PROTOCOL_VERSION && !areRecordsSound(frame.body.records)
}

export const damageHeeded: Invariant = {
  id: 'damage-heeded',
  statement:
    'A Replica that is handed records of its session which are new to it and do not verify halts in the step in which they arrive: damage is never passed over.',
  rules: ['LOG-7', 'LOG-8', 'WAL-1', 'WAL-2', 'WAL-6'],
  hears: ['delivered', 'observed frameRefused', 'observed received', 'nodeDied'],
  open: () => new Damaged(),
}

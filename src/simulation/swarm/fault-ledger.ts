import type { NodeName } from '../../aerodb/ids.ts'
import type { Choice } from '../choice.ts'

/** What was done to a run, as far as it can explain how a node ended up. */
export type FaultDone =
  | 'lost' // a frame dropped, cut or overtaken
  | 'changed' // truncated or flipped on the way
  | 'spoiled' // before its envelope was computed
  | 'otherProtocol'
  | 'doubled'
  | 'aborted' // a batch provably failed
  | 'diskLost' // reported durable and gone, or not shown at a start
  | 'bitFlipped'
  | 'manifestFlipped'
  | 'otherFormat'
  | 'wiped'
  | 'recreated'
  | 'misconfigured'

/** Which faults struck which nodes: the receiver of a frame, the owner of a disk, whoever was misconfigured. */
export class FaultLedger {
  readonly #done = new Map<FaultDone, Set<NodeName>>()

  struck(fault: FaultDone, node: NodeName): boolean {
    return this.#done.get(fault)?.has(node) ?? false
  }

  struckAnyone(fault: FaultDone): boolean {
    return this.#done.has(fault)
  }

  /** Takes account of a choice that was carried out. */
  note(choice: Choice): void {
    switch (choice.kind) {
      case 'drop':
        this.#strike('lost', choice.to)
        return
      case 'deliver':
        if (choice.index > 0) this.#strike('lost', choice.to)
        return
      case 'condition':
        if (choice.condition === 'cut') this.#strike('lost', choice.to)
        return
      case 'duplicate':
        this.#strike('doubled', choice.to)
        if (choice.index > 0) this.#strike('lost', choice.to)
        return
      case 'deliverChanged':
        this.#strike(CHANGES[choice.change], choice.to)
        if (choice.index > 0) this.#strike('lost', choice.to)
        return
      case 'abort':
      case 'fillDisk':
        this.#strike('aborted', choice.node)
        return
      case 'loseBatch':
      case 'staleStart':
        this.#strike('diskLost', choice.node)
        return
      case 'damage':
        this.#strike(DAMAGES[choice.fault.kind], choice.node)
        return
      case 'configure':
      case 'authority':
        this.#strike('misconfigured', choice.node)
        return
      case 'start':
      case 'failStart':
      case 'kill':
      case 'crashAfter':
      case 'land':
      case 'failUnknown':
      case 'freeDisk':
      case 'linkUp':
      case 'linkDown':
      case 'command':
        return
    }
  }

  #strike(fault: FaultDone, node: NodeName): void {
    const nodes = this.#done.get(fault)
    if (nodes === undefined) this.#done.set(fault, new Set([node]))
    else nodes.add(node)
  }
}

const CHANGES = {
  truncate: 'changed',
  flipBit: 'changed',
  spoilRecords: 'spoiled',
  spoilEnd: 'spoiled',
  forgeRecords: 'spoiled',
  spoilReport: 'spoiled',
  otherProtocol: 'otherProtocol',
} as const satisfies Record<string, FaultDone>

const DAMAGES = {
  flipBatchBit: 'bitFlipped',
  flipManifestBit: 'manifestFlipped',
  otherFormat: 'otherFormat',
  loseTail: 'diskLost',
  wipe: 'wiped',
  recreate: 'recreated',
} as const satisfies Record<string, FaultDone>

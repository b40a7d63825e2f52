import type { DiskDamage } from '../../platform/disk-damage.ts'
import type { DiskOutline } from '../../platform/trace/disk-image.ts'
import type { FirstDisk, Recording, RecordingSize, TracePiece } from '../../platform/trace/recording.ts'
import type { Death, NodeStep } from '../../platform/trace/step.ts'
import { stepsJson } from '../../platform/trace/steps-json.ts'
import type { NodeName } from '../contract.ts'

/** What a recording may hold. One that would grow beyond it stops, and says so: a part can't be replayed. */
const TRACE_CHARACTERS_KEPT = 256 * 1024 * 1024

/**
 * Records everything that happens to the nodes of one cluster: the inputs that their hosts log, and what is done to a node that does not run. It is
 * told in an order of causes, so a frame stands after the step that sent it. Keeps the pieces as they come, since it runs beside every commit.
 */
export class TraceLog {
  readonly #pieces: TracePiece[] = []
  readonly #charactersKept: number
  readonly #disks = new Map<NodeName, FirstDisk>()
  readonly #living = new Set<NodeName>()
  #characters = 0
  #steps = 0
  #complete = true

  constructor(charactersKept = TRACE_CHARACTERS_KEPT) {
    this.#charactersKept = charactersKept
  }

  /** Whether it has been recorded what the node's disk held before anything else happened to it. */
  knowsDisk(node: NodeName): boolean {
    return this.#disks.has(node)
  }

  shown(node: NodeName, disk: FirstDisk): void {
    this.#disks.set(node, disk)
  }

  /** `steps`: JSON, as the node's host logged them. */
  logged(node: NodeName, steps: string, count: number): void {
    this.#living.add(node)
    this.#append({ node, steps, count })
  }

  /** Before its disk is shown, damage is a part of what will be shown. */
  damaged(node: NodeName, damage: DiskDamage, outline: DiskOutline): void {
    if (this.knowsDisk(node)) this.#step(node, { damage, outline })
  }

  /** Nothing of this life of the node is still to come. */
  died(node: NodeName, death: Death): void {
    if (this.#living.delete(node)) this.#step(node, { died: death })
  }

  /** How large the recording is; `complete`: whether it still records. */
  get size(): RecordingSize {
    const share = Math.min(1, this.#characters / this.#charactersKept)
    return { steps: this.#steps + this.#disks.size, share, complete: this.#complete }
  }

  read(): Recording & { readonly pieces: readonly TracePiece[] } {
    return { disks: [...this.#disks], pieces: this.#pieces, complete: this.#complete }
  }

  #step(node: NodeName, step: NodeStep): void {
    this.#append({ node, steps: stepsJson([step]), count: 1 })
  }

  #append(piece: TracePiece): void {
    if (!this.#complete) return
    this.#characters += piece.steps.length
    if (this.#characters > this.#charactersKept) this.#complete = false
    else {
      this.#pieces.push(piece)
      this.#steps += piece.count
    }
  }
}

import type { Command } from '../../aerodb/command.ts'
import type { NodeConfiguration } from '../../aerodb/configuration.ts'
import type { NodeName, RequestId } from '../../aerodb/ids.ts'
import type { DatabaseNode } from '../../aerodb/node.ts'
import { type DiskOutline, diskOutlineOf, sameOutline } from '../../platform/trace/disk-image.ts'
import type { SimulatedDisk } from '../simulated-disk.ts'
import type { Persist } from '../simulated-node.ts'

/** One node of a cluster that lives again: its disk outlives its lives. */
export class ReplayedNode {
  readonly name: NodeName
  /** Null before it was said what it holds. */
  disk: SimulatedDisk | null = null
  /** Null while dead. */
  node: DatabaseNode | null = null
  /** Of its last start. */
  configuration: NodeConfiguration | null = null
  starts = 0
  /** Whether it was granted the authority, and is in a state to use it. */
  holdsAuthority = false
  /** It asked to be ended, or broke: it takes no further input. */
  stopped = false
  /** The batch that is on its way to disk. */
  writing: Persist | null = null
  /** The batch that was in flight when the node died: landed or not, the disk says so when it is looked at next. */
  undecided: Persist | null = null
  /** The epoch of each link that is up. */
  readonly links = new Map<NodeName, number>()
  /** The highest epoch of any link that it has heard of. */
  newestEpoch = 0
  /** What it has not answered. */
  readonly asked = new Map<RequestId, Command>()

  constructor(name: NodeName) {
    this.name = name
  }

  die(): void {
    this.undecided = this.writing ?? this.undecided
    this.writing = null
    this.node = null
    this.stopped = false
    this.holdsAuthority = false
    this.links.clear()
    this.asked.clear()
  }

  /**
   * Holds the disk against what the disk of the recorded run was seen to hold, and so finds out whether the batch that was in flight has landed.
   * Returns what the disk could hold, where none of it fits.
   */
  decide(
    disk: SimulatedDisk,
    recorded: DiskOutline,
  ):
    | { readonly kind: 'fits'; readonly landed: Persist | null }
    | { readonly kind: 'misfits'; readonly possible: readonly DiskOutline[] } {
    const { undecided } = this
    const without = diskOutlineOf(disk.contents())
    if (sameOutline(without, recorded)) {
      this.undecided = null
      return { kind: 'fits', landed: null }
    }
    if (undecided === null) return { kind: 'misfits', possible: [without] }
    const fork = disk.fork()
    fork.apply(undecided.batch)
    const outline = diskOutlineOf(fork.contents())
    if (!sameOutline(outline, recorded)) return { kind: 'misfits', possible: [without, outline] }
    this.disk = fork
    this.undecided = null
    return { kind: 'fits', landed: undecided }
  }
}

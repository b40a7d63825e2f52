import type { Command } from '../aerodb/command.ts'
import type { NodeConfiguration } from '../aerodb/configuration.ts'
import type { NodeName } from '../aerodb/ids.ts'
import type { Authority } from '../aerodb/input.ts'
import type { DiskFault } from './disk-fault.ts'
import type { FrameChange } from './frame-change.ts'
import type { LinkCondition } from './simulated-links.ts'

/** What becomes of the batch in flight when its node dies: either can happen, and both must be survived. */
export type Landing = 'lands' | 'lost'

interface Direction {
  readonly from: NodeName
  readonly to: NodeName
}

/**
 * One thing that happens to a cluster. A run is a list of these: the swarm draws them, the search enumerates them, and the same list gives the
 * same run. `index` counts the frames under way in that direction, oldest first; a larger one than 0 overtakes.
 */
export type Choice =
  | { readonly kind: 'start'; readonly node: NodeName }
  /** A start that is shown the disk as it was `batches` batches ago (1 to STALE_BATCHES). */
  | { readonly kind: 'staleStart'; readonly node: NodeName; readonly batches: number }
  /** A start that comes to nothing: the host can't open or read the disk, and says so; or it is killed while it reads. No node has come to be. */
  | { readonly kind: 'failStart'; readonly node: NodeName; readonly how: 'unreadable' | 'killed' }
  | { readonly kind: 'kill'; readonly node: NodeName; readonly batch: Landing }
  /** Arms: the node performs `effects` more effects, and dies where the next would be. */
  | { readonly kind: 'crashAfter'; readonly node: NodeName; readonly effects: number; readonly batch: Landing }
  /** The batch in flight becomes durable; on a full disk it provably aborts. */
  | { readonly kind: 'land'; readonly node: NodeName }
  /** The batch in flight is reported durable, and is not there. */
  | { readonly kind: 'loseBatch'; readonly node: NodeName }
  | { readonly kind: 'abort'; readonly node: NodeName; readonly cause: string }
  | { readonly kind: 'failUnknown'; readonly node: NodeName; readonly batch: Landing }
  | { readonly kind: 'fillDisk' | 'freeDisk'; readonly node: NodeName }
  | ({ readonly kind: 'deliver'; readonly index: number } & Direction)
  | ({ readonly kind: 'drop'; readonly index: number } & Direction)
  /** Hands the frame over and leaves a copy of it on the link. */
  | ({ readonly kind: 'duplicate'; readonly index: number } & Direction)
  /** Hands the frame over changed; `position` says where, modulo what there is. */
  | ({
      readonly kind: 'deliverChanged'
      readonly change: FrameChange
      readonly index: number
      readonly position: number
    } & Direction)
  | ({ readonly kind: 'condition'; readonly condition: LinkCondition } & Direction)
  | { readonly kind: 'linkUp' | 'linkDown'; readonly a: NodeName; readonly b: NodeName }
  | { readonly kind: 'command'; readonly node: NodeName; readonly command: Command }
  /** To the disk of a dead node. */
  | { readonly kind: 'damage'; readonly node: NodeName; readonly fault: DiskFault }
  /** What a dead node is started with from now on. */
  | {
      readonly kind: 'configure'
      readonly node: NodeName
      readonly configuration: Partial<Pick<NodeConfiguration, 'clusterId' | 'nodes' | 'primaries' | 'sync'>>
    }
  | { readonly kind: 'authority'; readonly node: NodeName; readonly authority: AuthorityPolicy }

/** What the host says when a node that is configured as Primary asks for the authority: by its lock, or, a broken host, always yes. */
export type AuthorityPolicy = 'byLock' | Extract<Authority, 'granted' | 'denied'>

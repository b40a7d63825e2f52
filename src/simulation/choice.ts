import type { Command } from '../aerodb/command.ts'
import type { NodeName } from '../aerodb/ids.ts'

/** What becomes of the batch in flight when its node dies: either can happen, and both must be survived. */
export type Landing = 'lands' | 'lost'

/** What a link does to a frame besides handing it over. */
export type FrameFault = 'drop' | 'duplicate' | 'truncate' | 'flipBit'

/**
 * One thing that happens to a cluster. A run is a list of these: the swarm draws them, the search enumerates them, and the same list gives the
 * same run. `index` counts the frames under way in that direction, oldest first; a larger one than 0 overtakes.
 */
export type Choice =
  | { readonly kind: 'start'; readonly node: NodeName }
  | { readonly kind: 'kill'; readonly node: NodeName; readonly batch: Landing }
  | { readonly kind: 'land'; readonly node: NodeName }
  | { readonly kind: 'abort'; readonly node: NodeName; readonly cause: string }
  | { readonly kind: 'failUnknown'; readonly node: NodeName; readonly batch: Landing }
  | { readonly kind: 'deliver'; readonly from: NodeName; readonly to: NodeName; readonly index: number }
  | {
      readonly kind: 'frameFault'
      readonly fault: FrameFault
      readonly from: NodeName
      readonly to: NodeName
      readonly index: number
      /** Which bit is flipped, or after how many bytes the frame is cut off; modulo what there is. */
      readonly position: number
    }
  | { readonly kind: 'linkUp' | 'linkDown'; readonly a: NodeName; readonly b: NodeName }
  | { readonly kind: 'command'; readonly node: NodeName; readonly command: Command }

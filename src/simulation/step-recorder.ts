import type { DiskContents } from '../aerodb/disk.ts'
import type { Effect } from '../aerodb/effect.ts'
import type { Input } from '../aerodb/input.ts'
import type { SentFrame } from './simulated-links.ts'
import type { SimulatedNode } from './simulated-node.ts'

/** A frame that arrives: as it was sent, and the bytes that the node gets. */
export interface Arriving {
  readonly frame: SentFrame
  readonly bytes: Uint8Array
  /** `stays`: a copy is left on the link. */
  readonly copy: 'stays' | null
}

/** Told of everything that happens to the nodes of a cluster, as it happens: what a trace is made of. */
export interface StepRecorder {
  /** Before the first input of a life: what the node will be shown, which may be older than what its disk holds. */
  starting(simulated: SimulatedNode, shown: DiskContents): void
  /** Before its effects are carried out. `arriving`: of a frame that some node sent. */
  stepped(simulated: SimulatedNode, input: Input, effects: readonly Effect[], arriving: Arriving | null): void
  /** The step threw. */
  broke(simulated: SimulatedNode, input: Input, thrown: unknown, arriving: Arriving | null): void
  died(simulated: SimulatedNode, how: 'killed' | 'stopped'): void
}

import type { Command } from '../../aerodb/command.ts'
import type { RequestId } from '../../aerodb/ids.ts'
import type { NodeName } from '../contract.ts'
import type { NewEvent } from '../event-ring.ts'
import type { FrameEvent } from '../frame-event.ts'

/** Where the parts of a running cluster say what happened. */
export interface Bus {
  event(event: NewEvent): void
  /** Handed to the node, if it lives to take it. */
  asked(node: NodeName, request: RequestId, command: Command): void
  frames(frames: readonly FrameEvent[], unlisted: number): void
  /** Something that `state()` or `view()` shows is different. */
  changed(): void
}

import type { NewEvent } from '../event-ring.ts'
import type { FrameEvent } from '../frame-event.ts'

/** Where the parts of a running cluster say what happened. */
export interface Bus {
  event(event: NewEvent): void
  frames(frames: readonly FrameEvent[], unlisted: number): void
  /** Something that `state()` or `view()` shows is different. */
  changed(): void
}

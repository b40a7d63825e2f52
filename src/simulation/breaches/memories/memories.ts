import { MEMORIES_OF_CLIENTS } from './of-clients.ts'
import { MEMORIES_OF_FRAMES } from './of-frames.ts'
import { MEMORIES_OF_ROLES } from './of-roles.ts'
import type { Remembered } from './remembered.ts'

/** For every invariant that remembers something, by its id: pasts that differ in each thing that it remembers, one at a time. */
export const MEMORIES: Readonly<Record<string, readonly Remembered[]>> = {
  ...MEMORIES_OF_ROLES,
  ...MEMORIES_OF_FRAMES,
  ...MEMORIES_OF_CLIENTS,
}

import type { Occasions } from './occasion.ts'
import { OF_CLIENTS } from './of-clients.ts'
import { OF_CRASHES } from './of-crashes.ts'
import { OF_FRAMES } from './of-frames.ts'
import { OF_OPERATORS } from './of-operators.ts'

/** For everything that must happen sometimes, by its id: when it does, and when it does not. */
export const OCCASIONS: Occasions = { ...OF_OPERATORS, ...OF_FRAMES, ...OF_CRASHES, ...OF_CLIENTS }

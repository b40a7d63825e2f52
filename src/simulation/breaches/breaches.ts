import type { BreachCase } from './breach.ts'
import { OF_CLIENTS } from './of-clients.ts'
import { OF_FRAMES } from './of-frames.ts'
import { OF_LOGS } from './of-logs.ts'
import { OF_ROLES } from './of-roles.ts'

/** For every invariant, by its id: histories that break it. */
export const BREACHES: Readonly<Record<string, readonly BreachCase[]>> = { ...OF_LOGS, ...OF_CLIENTS, ...OF_ROLES, ...OF_FRAMES }

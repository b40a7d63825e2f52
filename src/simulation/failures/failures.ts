import type { Failure } from './ending.ts'
import { OF_CONFIGURATIONS } from './of-configurations.ts'
import { OF_CRASHES } from './of-crashes.ts'
import { OF_DISKS } from './of-disks.ts'
import { OF_LINKS } from './of-links.ts'
import { OF_OPERATORS } from './of-operators.ts'

/** Every row of REPLICATION_FAILURE_MATRIX that nodes alone can show, in each way in which it comes about. */
export const FAILURES: readonly Failure[] = [...OF_CRASHES, ...OF_OPERATORS, ...OF_LINKS, ...OF_CONFIGURATIONS, ...OF_DISKS]

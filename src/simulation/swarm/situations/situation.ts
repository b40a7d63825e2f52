import type { Sometimes } from '../../../invariants/sometimes/sometimes.ts'

/** Where a structural rule decides: had the node been built otherwise, it would have come out otherwise here. Told by observations alone. */
export type Situation = Omit<Sometimes, 'id'>

import type { Hash128 } from './digest.ts'
import { AeroNode } from './node/aero-node.ts'
import type { Environment } from './node/core.ts'
import type { DatabaseNode } from './node.ts'
import { GUARDS, type Guards } from './rules/guards.ts'

/** What only a search sets, to take away a rule that no guard keeps. */
export type Unruled = Pick<Environment, 'windowRecords'>

/** A node that has not started. A host gives it the hash alone: only a search takes rules away. */
export function createNode(hash: Hash128, guards: Guards = GUARDS, unruled: Unruled = {}): DatabaseNode {
  return AeroNode.create({ hash, guards, ...unruled })
}

import type { Hash128 } from './digest.ts'
import { AeroNode } from './node/aero-node.ts'
import type { DatabaseNode } from './node.ts'
import { GUARDS, type Guards } from './rules/guards.ts'

/** A node that has not started. A host leaves `guards` alone: only a search takes rules away. */
export function createNode(hash: Hash128, guards: Guards = GUARDS): DatabaseNode {
  return AeroNode.create({ hash, guards })
}

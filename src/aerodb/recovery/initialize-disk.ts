import type { DiskBatch } from '../disk.ts'
import { FORMAT_VERSION } from '../wal/limits.ts'
import { writeManifest } from './manifest.ts'

/** Who a disk belongs to. */
export interface DiskIdentity {
  readonly clusterId: string
  readonly node: string
}

/**
 * The batch that makes an empty disk a node's own. An operator's act (create, bootstrap): a start never does it, since a wiped Primary that began
 * again would lose what it had acknowledged. (RECOVERY-1)
 */
export function initializeDisk({ clusterId, node }: DiskIdentity): DiskBatch {
  const manifest = { clusterId, node, role: 'none', historyId: null, incarnation: 0, halt: null } as const
  return { discardLog: 'all', putManifest: writeManifest(manifest, FORMAT_VERSION), putBatch: null }
}

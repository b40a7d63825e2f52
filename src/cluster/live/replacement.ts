import { initializeDisk } from '../../aerodb/recovery/initialize-disk.ts'
import { writeError } from '../../host/disk.ts'
import { deleteNodeDisk, initializeNodeDisk } from '../../host/disk-lifecycle.ts'
import { AeroFailure, errorOf } from '../../platform/failure.ts'
import type { NodeName } from '../contract.ts'
import type { Registry } from './registry.ts'
import { type ClusterRecord, type DiscardedCluster, discardedOf } from './registry-record.ts'

/** Where disks are made and deleted. */
interface Disks {
  initialize(clusterId: string, node: NodeName): Promise<void>
  remove(clusterId: string, node: NodeName): Promise<void>
}

const ON_THIS_ORIGIN: Disks = {
  initialize: (clusterId, node) => initializeNodeDisk(clusterId, node, initializeDisk({ clusterId, node })),
  remove: deleteNodeDisk,
}

/**
 * Whether the browser can store the record at all, whatever room there is. To be asked before anything of an old cluster is ended or deleted.
 * @throws AeroFailure AERO_HOST_DISK_UNWRITABLE
 */
export function demandStorable(next: ClusterRecord): void {
  try {
    structuredClone(next)
  } catch (thrown) {
    throw new AeroFailure(writeError(thrown instanceof DOMException ? thrown : null))
  }
}

/**
 * Puts a new cluster's disks where the old one's were. Whatever moment a reload or a crash hits, the registry names either a whole cluster or none, and
 * every disk that is left over. No worker of the old cluster may run.
 * @throws AeroFailure AERO_HOST_DISK_UNWRITABLE
 */
export async function replaceDisks(
  registry: Pick<Registry, 'record' | 'save'>,
  next: ClusterRecord,
  disks: Disks = ON_THIS_ORIGIN,
): Promise<void> {
  demandStorable(next)
  const { current, discarded } = registry.record
  const old = current === null ? [] : [discardedOf(current)]
  const leftOver = [...discarded, ...old]
  try {
    await registry.save({ current: null, discarded: [...leftOver, discardedOf(next)] })
  } catch (thrown) {
    if (!isFullDisk(thrown)) throw thrown
    // A full disk takes not even that: the old disks make room, and the registry follows.
    await deleteDisks(leftOver, disks)
    await registry.save({ current: null, discarded: [discardedOf(next)] })
  }
  await deleteDisks(leftOver, disks)
  const { clusterId, configuration } = next
  await Promise.all(configuration.nodes.map((node) => disks.initialize(clusterId, node)))
  await registry.save({ current: next, discarded: [] })
}

function isFullDisk(thrown: unknown): boolean {
  return errorOf(thrown).evidence?.cause === 'QuotaExceededError'
}

/** What an interrupted replacement left. */
export async function deleteLeftOvers(registry: Registry): Promise<void> {
  const { discarded } = registry.record
  if (discarded.length === 0) return
  await deleteDisks(discarded, ON_THIS_ORIGIN)
  await registry.save({ discarded: [] })
}

async function deleteDisks(clusters: readonly DiscardedCluster[], disks: Disks): Promise<void> {
  await Promise.all(clusters.flatMap(({ clusterId, nodes }) => nodes.map((node) => disks.remove(clusterId, node))))
}

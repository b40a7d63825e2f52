import { initializeDisk } from '../../aerodb/recovery/initialize-disk.ts'
import { deleteNodeDisk, initializeNodeDisk } from '../../host/disk-lifecycle.ts'
import type { Registry } from './registry.ts'
import { type ClusterRecord, type DiscardedCluster, discardedOf } from './registry-record.ts'

/**
 * Puts a new cluster's disks where the old one's were. Whatever moment a reload or a crash hits, the registry names either a whole cluster or none, and
 * every disk that is left over. No worker of the old cluster may run.
 */
export async function replaceDisks(registry: Registry, next: ClusterRecord): Promise<void> {
  const { current, discarded } = registry.record
  const old = current === null ? [] : [discardedOf(current)]
  const leftOver = [...discarded, ...old]
  try {
    await registry.save({ current: null, discarded: [...leftOver, discardedOf(next)] })
  } catch {
    // A full disk takes not even that: the old disks make room, and the registry follows.
    await deleteDisks(leftOver)
    await registry.save({ current: null, discarded: [discardedOf(next)] })
  }
  await deleteDisks(leftOver)
  const { clusterId, configuration } = next
  await Promise.all(configuration.nodes.map((node) => initializeNodeDisk(clusterId, node, initializeDisk({ clusterId, node }))))
  await registry.save({ current: next, discarded: [] })
}

/** What an interrupted replacement left. */
export async function deleteLeftOvers(registry: Registry): Promise<void> {
  const { discarded } = registry.record
  if (discarded.length === 0) return
  await deleteDisks(discarded)
  await registry.save({ discarded: [] })
}

async function deleteDisks(clusters: readonly DiscardedCluster[]): Promise<void> {
  await Promise.all(clusters.flatMap(({ clusterId, nodes }) => nodes.map((node) => deleteNodeDisk(clusterId, node))))
}

import { deleteDB } from 'idb'
import type { DiskBatch } from '../aerodb/disk.ts'
import { deferred } from '../platform/deferred.ts'
import { AeroFailure } from '../platform/failure.ts'
import { openDisk } from './disk.ts'
import { hostError } from './host-error.ts'
import { withLock } from './locks.ts'
import { diskLockName, diskName } from './names.ts'

/** Makes a node's disk hold the batch: how an operator initializes it. Waits for the disk's lock. */
export function initializeNodeDisk(clusterId: string, node: string, batch: DiskBatch): Promise<void> {
  return withLock(diskLockName(clusterId, node), async () => {
    const disk = await openDisk(clusterId, node, () => undefined)
    const persisted = deferred<void>()
    disk.persist(batch, (failure) => {
      if (failure === null) persisted.resolve()
      else
        persisted.reject(
          new AeroFailure(hostError('AERO_HOST_DISK_UNWRITABLE', `the disk of ${node}: ${failure.cause}`, { ...failure })),
        )
    })
    try {
      await persisted.promise
    } finally {
      disk.close()
    }
  })
}

/** Deletes a node's disk, whatever is on it. Waits for its lock: whoever ran on it is gone. */
export function deleteNodeDisk(clusterId: string, node: string): Promise<void> {
  return withLock(diskLockName(clusterId, node), () => deleteDB(diskName(clusterId, node)))
}

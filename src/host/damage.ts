import { type DamagePlan, type DiskDamage, planDamage } from '../platform/disk-damage.ts'
import { type DiskOutline, diskOutlineOf } from '../platform/trace/disk-image.ts'
import { openDisk } from './disk.ts'
import { withLock } from './locks.ts'
import { diskLockName } from './names.ts'

/** What was done, and what the disk held before. */
interface DamageDone {
  readonly plan: DamagePlan
  readonly outline: DiskOutline
}

/**
 * Damages the disk of a node that is dead, as a faulty medium would: beyond the disk's contract. Waits for the disk's lock, so that no dying
 * worker writes at the same time. What it did is in the plan that it returns; `lsnNotHeld` changed nothing.
 */
export function damageDisk(clusterId: string, node: string, damage: DiskDamage): Promise<DamageDone> {
  return withLock(diskLockName(clusterId, node), async () => {
    const disk = await openDisk(clusterId, node, () => undefined)
    try {
      const contents = await disk.read()
      const plan = planDamage(damage, contents.batches)
      await disk.change((wal, manifest) => {
        switch (plan.kind) {
          case 'replaceBatch':
            wal.put(plan.batch.bytes, plan.batch.firstLsn)
            break
          case 'removeFrom':
            wal.delete(IDBKeyRange.lowerBound(plan.firstLsn))
            break
          case 'clear':
            wal.clear()
            manifest.clear()
            break
          case 'lsnNotHeld':
            break
        }
      })
      return { plan, outline: diskOutlineOf(contents) }
    } finally {
      disk.close()
    }
  })
}

import type { Damage } from '../../invariants/damage.ts'
import { damageOfPlan } from '../../invariants/damage-of-plan.ts'
import { type DamagePlan, type DiskDamage, planDamage } from '../../platform/disk-damage.ts'
import type { SimulatedDisk } from '../simulated-disk.ts'

/** Does to a simulated disk what a host does to its own: the plan is the same. */
export function damageDisk(
  disk: SimulatedDisk,
  what: DiskDamage,
): { readonly kind: 'damaged'; readonly damage: Damage } | Extract<DamagePlan, { readonly kind: 'lsnNotHeld' }> {
  const { manifest, batches } = disk.contents()
  const plan = planDamage(what, batches)
  switch (plan.kind) {
    case 'replaceBatch': {
      const { firstLsn } = plan.batch
      disk.replace({ manifest, batches: batches.map((batch) => (batch.firstLsn === firstLsn ? plan.batch : batch)) })
      break
    }
    case 'removeFrom':
      disk.replace({ manifest, batches: batches.filter(({ firstLsn }) => firstLsn < plan.firstLsn) })
      break
    case 'clear':
      disk.replace({ manifest: null, batches: [] })
      break
    case 'lsnNotHeld':
      return plan
  }
  return { kind: 'damaged', damage: damageOfPlan(plan) }
}

import type { DamagePlan } from '../platform/disk-damage.ts'
import type { Damage } from './damage.ts'

/** What a host did to a disk, as judges speak of it. */
export function damageOfPlan(plan: Exclude<DamagePlan, { readonly kind: 'lsnNotHeld' }>): Damage {
  switch (plan.kind) {
    case 'replaceBatch':
      return { kind: 'batchBitFlipped', ...plan.batch }
    case 'removeFrom':
      return { kind: 'tailLost', fromLsn: plan.firstLsn }
    case 'clear':
      return { kind: 'wiped' }
  }
}

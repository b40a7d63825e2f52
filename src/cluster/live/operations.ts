import { damageDisk } from '../../host/damage.ts'
import { damageOfPlan } from '../../invariants/damage-of-plan.ts'
import { AeroFailure } from '../../platform/failure.ts'
import type { ClusterConfiguration, DiskDamage } from '../contract.ts'
import { CRASH_POINT_CODE } from './fleet.ts'
import { nodeConfigurationOf, withOverride } from './registry-record.ts'
import type { RunningCluster } from './running-cluster.ts'
import type { Seat } from './seat.ts'

/** What an operator does to a node that is dead. */

/** Resolves also where the node died on the way, killed or at a crash point: its state says so. */
export async function restart({ fleet }: RunningCluster, seat: Seat): Promise<void> {
  await fleet.start(seat)
  const { life, death } = seat
  if (life === 'dead' && death !== null && death.code !== CRASH_POINT_CODE) throw startFailed(seat.name, death)
}

/** @throws AeroFailure AERO_NODE_ALIVE; AERO_DISK_LSN_NOT_HELD where there is no such record */
export async function damage(cluster: RunningCluster, seat: Seat, what: DiskDamage): Promise<void> {
  refuseTheLiving(seat, 'its disk can be damaged only while it is dead')
  await seat.ended
  const { plan, outline } = await damageDisk(seat.configuration.clusterId, seat.name, what)
  if (plan.kind === 'lsnNotHeld') {
    const { lsn, firstLsn, lastLsn } = plan
    const held = lastLsn === 0 ? 'no record' : `LSN ${firstLsn} to ${lastLsn}`
    throw AeroFailure.refusing('AERO_DISK_LSN_NOT_HELD', `the disk of ${seat.name} holds ${held}, not LSN ${lsn}`, {
      lsn,
      firstLsn,
      lastLsn,
    })
  }
  cluster.trace.damaged(seat.name, what, outline)
  cluster.judge.damaged(seat.name, damageOfPlan(plan))
  cluster.event({ kind: 'diskDamaged', node: seat.name, damage: plan.summary })
  cluster.changed()
}

/** Durable: a reload starts the node with it too. */
export async function configure(cluster: RunningCluster, seat: Seat, change: Partial<ClusterConfiguration>): Promise<void> {
  refuseTheLiving(seat, 'it can be configured only while it is dead')
  const record = withOverride(cluster.record, seat.name, change)
  seat.configuration = nodeConfigurationOf(record, seat.name)
  const { nodes, primaries, sync } = seat.configuration
  const summary = `nodes ${nodes.join(', ')}; Primary ${primaries.join(', ') || 'none'}; sync ${sync}`
  cluster.event({ kind: 'configured', node: seat.name, summary })
  cluster.changed()
  await cluster.keep(record)
}

function refuseTheLiving({ life, name }: Seat, why: string): void {
  if (life !== 'dead') throw AeroFailure.refusing('AERO_NODE_ALIVE', `${name} runs: ${why}`, { node: name })
}

function startFailed(node: string, { code, message }: { readonly code: string; readonly message: string }): AeroFailure {
  return new AeroFailure({ code, severity: 'FATAL', message, evidence: { node } })
}

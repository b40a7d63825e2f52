import { damageDisk } from '../../host/damage.ts'
import { damageOfPlan } from '../../invariants/damage-of-plan.ts'
import { AeroFailure } from '../../platform/failure.ts'
import type { Ending } from '../cluster.ts'
import type { ClusterConfiguration, DiskDamage } from '../contract.ts'
import { COMMAND_GUARDS } from '../rules/command-guards.ts'
import { demand, failureOf } from '../rules/demand.ts'
import { CRASH_POINT_CODE } from './fleet.ts'
import { nodeConfigurationOf, withOverride } from './registry-record.ts'
import type { RunningCluster } from './running-cluster.ts'
import type { Seat } from './seat.ts'

/** What an operator does beside asking a node. */

/** Resolves also where the node died on the way, killed or at a crash point: its state says so. */
export async function restart({ fleet }: RunningCluster, seat: Seat): Promise<void> {
  await fleet.start(seat)
  const { life, death } = seat
  if (life === 'dead' && death !== null && death.code !== CRASH_POINT_CODE) throw startFailed(seat.name, death)
}

/** @throws AeroFailure AERO_NODE_ALIVE; AERO_DISK_LSN_NOT_HELD where there is no such record (CLUSTER-4, CLUSTER-5) */
export async function damage(cluster: RunningCluster, seat: Seat, what: DiskDamage): Promise<void> {
  demand(COMMAND_GUARDS.nodeIsDead, seat.name, seat.life, 'its disk can be damaged only while it is dead, so kill it first')
  await seat.ended
  const { plan, outline } = await damageDisk(seat.configuration.clusterId, seat.name, what)
  if (plan.kind === 'lsnNotHeld') {
    const { lsn, firstLsn: first, lastLsn: last } = plan
    throw failureOf(COMMAND_GUARDS.recordHeld, seat.name, lsn, last === 0 ? null : { first, last })
  }
  cluster.damaged(seat.name, what, outline, damageOfPlan(plan))
  cluster.event({ kind: 'diskDamaged', node: seat.name, damage: plan.summary })
  cluster.changed()
}

/** What the node waits for came with a link; with the link it goes. (CLUSTER-14, RECOVERY-13, RECOVERY-15) */
export async function cancel({ fleet, desk }: RunningCluster, { name, configuration }: Seat): Promise<void> {
  demand(COMMAND_GUARDS.operatorWaits, name, desk.requests.operatorWaitingOn(name))
  const [primary] = configuration.primaries
  if (primary !== undefined) await fleet.mesh.renew(name, primary)
}

/** Durable: a reload starts the node with it too. (CLUSTER-4) */
export async function configure(cluster: RunningCluster, seat: Seat, change: Partial<ClusterConfiguration>): Promise<void> {
  demand(COMMAND_GUARDS.nodeIsDead, seat.name, seat.life, 'it can be configured only while it is dead, so kill it first')
  const record = withOverride(cluster.record, seat.name, change)
  seat.configuration = nodeConfigurationOf(record, seat.name)
  const { nodes, primaries, sync } = seat.configuration
  const summary = `nodes ${nodes.join(', ')}; Primary ${primaries.join(', ') || 'none'}; sync ${sync}`
  cluster.event({ kind: 'configured', node: seat.name, summary })
  cluster.changed()
  await cluster.keep(record)
}

function startFailed(node: string, { evidence, ...ending }: Ending): AeroFailure {
  return new AeroFailure({ ...ending, severity: 'FATAL', evidence: { node, ...evidence } })
}

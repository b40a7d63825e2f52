import type { Verdict } from '../aerodb/rules/guard.ts'
import { askPlainly } from '../aerodb/rules/guard.ts'
import { onePrimaryConfigured, roleUnchanged, writeAdmission } from '../aerodb/rules/model.ts'
import { readAboveFloor, readRole, readViewOpen, readWithinApplied } from '../aerodb/rules/reads.ts'
import { bootstrapRole, noOpenViews, primaryInReach, resumable } from '../aerodb/rules/recovery.ts'
import type { ClusterView, LinkView, NodeView } from './cluster.ts'
import type { CommitId, CrashPoint, NodeName, ReadViewId } from './contract.ts'
import { COMMAND_GUARDS } from './rules/command-guards.ts'

/**
 * What can be asked of a cluster now, and why not where it can't: the cluster's and the engine's own guards over what was last observed, so
 * that a button is enabled exactly where neither would refuse. A node may still refuse: it decides on what it knows then.
 */

/** Why something can't be done now: in words, and by which rule, where one says so. */
export interface Blocked {
  readonly reason: string
  readonly rule?: string
}

/** Null: it can be done. */
export type Availability = Blocked | null

type Observed = Pick<NodeView, 'name' | 'life' | 'position' | 'configuration'>

function refused(verdict: Verdict): Availability {
  if (verdict.verdict === 'holds') return null
  const { message, rule } = verdict.error
  const reason = `${message.charAt(0).toUpperCase()}${message.slice(1)}.`
  return rule === undefined ? { reason } : { reason, rule }
}

function first(...checks: readonly (() => Availability)[]): Availability {
  for (const check of checks) {
    const blocked = check()
    if (blocked !== null) return blocked
  }
  return null
}

const alive = (node: Observed): Availability => {
  if (node.life === 'starting') return { reason: `Node ${node.name} is starting.` }
  return refused(askPlainly(COMMAND_GUARDS.nodeRuns, node.name, node.life, 'restart it first'))
}

const dead = (node: Observed, then: string): Availability =>
  refused(askPlainly(COMMAND_GUARDS.nodeIsDead, node.name, node.life, then))

const roleOf = (node: Observed) => node.position?.role ?? 'Recovering'

const isConfiguredPrimary = ({ configuration }: Observed): boolean =>
  configuration.primaries.some((primary) => primary === configuration.node)

/** CLUSTER-3. */
export function availabilityOfKill(node: Observed): Availability {
  return refused(askPlainly(COMMAND_GUARDS.nodeRuns, node.name, node.life, 'there is nothing to kill'))
}

/** CLUSTER-4. */
export function availabilityOfRestart(node: Observed): Availability {
  return dead(node, 'there is nothing to start')
}

/** CLUSTER-8. */
export function availabilityOfCrashPoint(node: Observed, point: CrashPoint): Availability {
  const configuredAs = isConfiguredPrimary(node) ? 'primary' : 'replica'
  return refused(
    askPlainly(COMMAND_GUARDS.crashPointReachable, node.name, point, configuredAs, node.configuration.nodes.length - 1),
  )
}

/** CLUSTER-9. */
export function availabilityOfDisarm({ name, armedCrash }: Pick<NodeView, 'name' | 'armedCrash'>): Availability {
  return refused(askPlainly(COMMAND_GUARDS.crashPointArmed, name, armedCrash))
}

/** MODEL-4. */
export function availabilityOfWrite(node: Observed): Availability {
  return first(
    () => alive(node),
    () => refused(askPlainly(writeAdmission, roleOf(node))),
  )
}

/** Where a read is asked for: the node's newest commit, a CommitId, or an open read view. */
export type ReadPlace =
  | { readonly kind: 'newest' }
  | { readonly kind: 'commit'; readonly commitId: CommitId }
  | { readonly kind: 'view'; readonly view: ReadViewId }

/** READ-1 to READ-4. */
export function availabilityOfRead(node: Observed, place: ReadPlace): Availability {
  const { position } = node
  return first(
    () => alive(node),
    () => refused(askPlainly(readRole, roleOf(node))),
    () => {
      if (position === null || place.kind === 'newest') return null
      if (place.kind === 'view') {
        const open = position.readViews.map(({ id }): string => id)
        return refused(askPlainly(readViewOpen, place.view, open))
      }
      return first(
        () => refused(askPlainly(readWithinApplied, place.commitId, position.appliedCommitId)),
        () => refused(askPlainly(readAboveFloor, place.commitId, position.visibilityFloor)),
      )
    },
  )
}

/** Whether the link between a node and its configured Primary is up. */
function primaryReached(view: Pick<ClusterView, 'links'>, node: Observed): Availability {
  const [primary] = node.configuration.primaries
  if (primary === undefined) return { reason: 'The configuration names no Primary.', rule: 'MODEL-1' }
  const isUp = view.links.some((link) => link.from === node.name && link.to === primary && link.up)
  return refused(askPlainly(primaryInReach, primary, isUp))
}

/** RECOVERY-10, MODEL-1, MODEL-10, RECOVERY-11. Whether the prefix proves out is for the handshake to say. */
export function availabilityOfResume(view: Pick<ClusterView, 'links'>, node: Observed): Availability {
  return first(
    () => alive(node),
    () => refused(askPlainly(resumable, roleOf(node), isConfiguredPrimary(node))),
    () => refused(askPlainly(onePrimaryConfigured, node.configuration)),
    () => refused(askPlainly(roleUnchanged, node.position?.diskRole ?? 'none', 'replica', node.position?.historyId ?? null)),
    () => primaryReached(view, node),
  )
}

/** RECOVERY-14, RECOVERY-12, RECOVERY-11. Whether something unproven would be lost is for the Primary to say. */
export function availabilityOfBootstrap(view: Pick<ClusterView, 'links'>, node: Observed): Availability {
  return first(
    () => alive(node),
    () => refused(askPlainly(bootstrapRole, isConfiguredPrimary(node), roleOf(node))),
    () => refused(askPlainly(noOpenViews, node.position?.readViews.map(({ id }): string => id) ?? [])),
    () => primaryReached(view, node),
  )
}

/** CLUSTER-14. */
export function availabilityOfCancel({ name, operatorWaits }: Pick<NodeView, 'name' | 'operatorWaits'>): Availability {
  return refused(askPlainly(COMMAND_GUARDS.operatorWaits, name, operatorWaits))
}

/** Clients may ask a node of any role: what it refuses, it refuses them one by one. */
export function availabilityOfWorkload(node: Observed): Availability {
  return alive(node)
}

/** CLUSTER-4. */
export function availabilityOfDamage(node: Observed): Availability {
  return dead(node, 'its disk can be damaged only while it is dead, so kill it first')
}

/** Damage to records: there must be some. */
export function availabilityOfRecordDamage(node: Observed): Availability {
  return first(
    () => availabilityOfDamage(node),
    () => ((node.position?.durableLsn ?? 0) > 0 ? null : { reason: `${node.name} was never seen to hold a record.` }),
  )
}

/** CLUSTER-4. */
export function availabilityOfConfigure(node: Observed): Availability {
  return dead(node, 'it can be configured only while it is dead, so kill it first')
}

type ObservedLink = Pick<LinkView, 'from' | 'to' | 'up' | 'partitioned' | 'condition' | 'held' | 'hurt'>

export function availabilityOfRelease(link: ObservedLink): Availability {
  return link.held > 0 ? null : { reason: `No frame from ${link.from} to ${link.to} is held.` }
}

export function availabilityOfPartition(link: ObservedLink): Availability {
  return link.partitioned ? { reason: `${link.from} and ${link.to} are cut apart already.` } : null
}

/** `directions`: both directions of one link. A session may wait for a frame that was lost, long after every frame passes again. */
export function availabilityOfHeal(directions: readonly ObservedLink[]): Availability {
  const isHurt = directions.some(({ partitioned, hurt }) => partitioned || hurt)
  return isHurt
    ? null
    : { reason: 'Nothing is to heal: both directions pass every frame, and none was lost since the link came up.' }
}

/** The direction of a link, if the cluster has it. */
export function linkOf(view: Pick<ClusterView, 'links'>, from: NodeName, to: NodeName): LinkView | null {
  return view.links.find((link) => link.from === from && link.to === to) ?? null
}

import type { AeroError, Evidence } from '../error.ts'
import { lsn, type RequestId } from '../ids.ts'
import { VersionStore } from '../mvcc/version-store.ts'
import type { Manifest } from '../recovery/manifest.ts'
import { endReplicaSession } from '../replication/replica-session.ts'
import { firstRefusal } from '../rules/guard.ts'
import type { DiscardProof } from '../rules/recovery.ts'
import { Log } from '../wal/log.ts'
import { CHECKS } from './checks.ts'
import type { Core } from './core.ts'
import type { Operation } from './operation.ts'
import { persist } from './persisting.ts'
import { type Asked, Trail } from './trail.ts'

/** On a halted Replica: shows the durable prefix to the Primary, and goes on if that proves out. (RECOVERY-10, -11, -15, MODEL-10) */
export function resume(core: Core, request: RequestId): void {
  const trail = new Trail()
  const { configuredPrimary: primary, manifest } = core
  const refused = firstRefusal([
    () => trail.ask(core.guards.resumable, core.servingRole, core.configuredAsPrimary),
    () => trail.ask(core.guards.operatorIdle, core.operation?.kind ?? null),
    () => trail.ask(core.guards.onePrimaryConfigured, core.configuration),
    () => trail.ask(core.guards.roleUnchanged, manifest?.role ?? 'none', 'replica', manifest?.historyId ?? null),
    () => trail.ask(core.guards.primaryInReach, primary ?? '', primary !== null && core.links.has(primary)),
  ])
  if (refused !== null) {
    refuse(core, { kind: 'resume', request, asked: trail.asked }, refused.error)
    return
  }
  core.operation = { kind: 'resume', request, asked: trail.asked, phase: 'asking', presentNumber: 0 }
}

/**
 * On a Replica: discards its log and its history, and begins anew from the Primary's first record. What would be discarded has to be proven to
 * be the Primary's too, or the operator has to say that it may go. (RECOVERY-12 to RECOVERY-14)
 */
export function bootstrap(core: Core, request: RequestId, unproven: 'refuse' | 'discard'): void {
  const trail = new Trail()
  const refused = firstRefusal([
    () => trail.ask(core.guards.bootstrapRole, core.configuredAsPrimary, core.servingRole),
    () => trail.ask(core.guards.operatorIdle, core.operation?.kind ?? null),
    () => trail.ask(core.guards.onePrimaryConfigured, core.configuration),
    () => trail.ask(core.guards.noOpenViews, [...core.views.keys()]),
  ])
  if (refused !== null) {
    refuse(core, { kind: 'bootstrap', request, asked: trail.asked }, refused.error)
    return
  }
  const operation = { kind: 'bootstrap', request, asked: trail.asked, unproven, phase: 'asking', presentNumber: 0 } as const
  const proof = standingWithoutAsking(core, unproven)
  if (proof === null) core.operation = operation
  else decideDiscard(core, operation, proof)
}

/**
 * What is known of the records to be discarded without the Primary's word; null where it is worth asking. A batch on its way to disk is durable
 * before anything is discarded, so it counts.
 */
function standingWithoutAsking(core: Core, unproven: 'refuse' | 'discard'): DiscardProof | null {
  const claimedLsn = core.refusedDisk?.claimedLsn ?? core.receivedLsn
  if (claimedLsn === 0) return { standing: 'nothing', evidence: { claimedLsn } }
  if (unproven === 'discard') return { standing: 'unproven', evidence: { claimedLsn } }
  const primary = core.configuredPrimary
  if (primary === null || !core.links.has(primary))
    return { standing: 'unproven', evidence: { claimedLsn, primary, linkIsUp: false } }
  if (core.refusedDisk !== null && core.refusedDisk.manifest === null) {
    return { standing: 'unproven', evidence: { claimedLsn, manifest: null } }
  }
  return null
}

/** The last questions before the log goes. Views may have been opened while the Primary was asked. */
function decideDiscard(core: Core, operation: Extract<Operation, { readonly kind: 'bootstrap' }>, proof: DiscardProof): void {
  const trail = new Trail()
  const refused = firstRefusal([
    () => trail.ask(core.guards.noOpenViews, [...core.views.keys()]),
    () => trail.ask(core.guards.discardProven, proof, operation.unproven),
  ])
  const asked = [...operation.asked, ...trail.asked]
  if (refused !== null) {
    core.operation = null
    refuse(core, { ...operation, asked }, refused.error)
    return
  }
  core.operation = { ...operation, asked, phase: 'toDiscard' }
}

/** Persists what the operation under way has come to wait for. Returns whether it did. */
export function persistOperation(core: Core): boolean {
  const { operation, manifest, configuration } = core
  if (operation === null) return false
  if (operation.kind === 'resume' && operation.phase === 'persisting') {
    if (manifest === null) throw new Error('a halted node without a manifest')
    persist(core, { purpose: 'resume', manifest: { ...manifest, halt: null } }, null)
    return true
  }
  if (operation.kind === 'bootstrap' && operation.phase === 'toDiscard') {
    endReplicaSession(core, 'the Replica is bootstrapped')
    core.operation = { ...operation, phase: 'persisting' }
    const { clusterId, node } = configuration
    const fresh: Manifest = { clusterId, node, role: 'replica', historyId: null, incarnation: core.incarnation, halt: null }
    persist(core, { purpose: 'discard', manifest: fresh }, null)
    return true
  }
  return false
}

/** The Primary has accepted the prefix that a resume presented: the halt goes, durably. */
export function operationAccepted(core: Core): void {
  const { operation } = core
  if (operation?.kind !== 'resume') return
  const trail = new Trail()
  trail.ask(core.guards.resumeProven, 'accepted', { lastLsn: core.log.lastLsn })
  core.operation = { ...operation, asked: [...operation.asked, ...trail.asked], phase: 'persisting' }
}

export function resumeDurable(core: Core): void {
  core.moveRole('RESUMED')
  if (!core.replica.open) core.moveRole('SESSION_ENDED')
  finish(core, `resumed from LSN ${core.log.lastLsn}`, { fromLsn: core.log.lastLsn + 1 })
}

/** The Primary has every record that the bootstrap would discard. */
export function bootstrapProven(core: Core): void {
  const { operation } = core
  if (operation?.kind !== 'bootstrap' || operation.phase !== 'asking') return
  decideDiscard(core, operation, { standing: 'proven', evidence: { lastLsn: core.log.lastLsn } })
}

export function bootstrapDurable(core: Core): void {
  const discardedLsn = core.refusedDisk?.claimedLsn ?? core.log.lastLsn
  core.log = new Log()
  core.versions = new VersionStore()
  core.refusedDisk = null
  core.refusal = null
  core.observe({ kind: 'discarded', lastLsn: lsn(discardedLsn) })
  core.moveRole('BOOTSTRAPPED')
  finish(core, `discarded up to LSN ${discardedLsn}`, { discardedLsn })
}

/** The Primary's answer to a resume or a bootstrap was a refusal. */
export function operationRefused(core: Core, error: AeroError): void {
  const evidence: Evidence = { rule: error.rule ?? '', code: error.code, message: error.message, ...error.evidence }
  concludeAsking(core, 'refused', evidence)
}

export function failOperationOnLinkLoss(core: Core): void {
  if (core.operation?.phase === 'asking') concludeAsking(core, 'linkLost', {})
}

function concludeAsking(core: Core, answer: 'refused' | 'linkLost', evidence: Evidence): void {
  const { operation } = core
  if (operation === null) return
  if (operation.kind === 'bootstrap') {
    decideDiscard(core, operation, { standing: 'unproven', evidence: { answer, ...evidence } })
    return
  }
  const trail = new Trail()
  const verdict = trail.ask(core.guards.resumeProven, answer, evidence)
  if (verdict.verdict === 'fails') {
    core.operation = null
    refuse(core, { ...operation, asked: [...operation.asked, ...trail.asked] }, verdict.error)
  } else core.operation = { ...operation, phase: 'persisting' }
}

/** The disk refused a batch of the operation, or the node halted under it. */
export function failOperation(core: Core, error: AeroError): void {
  const { operation } = core
  if (operation === null) return
  core.operation = null
  refuse(core, operation, error)
}

/** The end of the halt is on its way to disk: the node takes records already, and what is wrong with them counts. */
export function isResuming(core: Core): boolean {
  return core.operation?.kind === 'resume' && core.operation.phase === 'persisting'
}

function finish(core: Core, conclusion: string, detail: { readonly [field: string]: number }): void {
  const { operation } = core
  if (operation === null) throw new Error('an operation became durable that was not under way')
  core.operation = null
  const { kind, request, asked } = operation
  const decision = { subject: kind, asked, checks: CHECKS[kind], conclusion }
  core.decision = decision
  core.explanations.record(request, decision)
  core.answer(request, { kind: 'done', detail })
}

interface Asker {
  readonly kind: Operation['kind']
  readonly request: RequestId
  readonly asked: readonly Asked[]
}

function refuse(core: Core, { kind, request, asked }: Asker, error: AeroError): void {
  core.explanations.record(request, { subject: kind, asked, checks: CHECKS[kind], conclusion: error.message })
  core.answer(request, { kind: 'refused', error })
}

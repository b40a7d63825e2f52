import type { AeroError, Evidence } from '../error.ts'
import type { NodeName } from '../ids.ts'
import type { Core } from '../node/core.ts'
import { failOperation, isResuming } from '../node/operating.ts'
import type { Decision } from '../node/trail.ts'
import { rejectWaiting } from '../node/writing.ts'
import type { HaltReason } from '../observation.ts'
import type { DurableHalt } from '../recovery/manifest.ts'
import type { ProvenPoint } from '../rules/log-flow.ts'
import type { SessionVerdict } from './frame.ts'
import { peersInOrder } from './peers-in-order.ts'
import { closePrimarySession } from './proving.ts'
import { closeReplicaSession } from './replica-session.ts'

/** Where this node's history and a peer's part. */
export interface Parting {
  /** On a Primary: the Replica that has the other history. */
  readonly from: NodeName | null
  /** On a Replica: the point that the Primary is to judge. */
  readonly at: ProvenPoint | null
}

const NOT_PARTED: Parting = { from: null, at: null }

export function durableHalt(core: Core, reason: HaltReason, error: AeroError): DurableHalt {
  const { rule = '', code, message, evidence = {} } = error
  return { reason, rule, code, message, evidence, configurationRevision: core.configuration.revision }
}

/**
 * Decides to halt: from this step on the node serves nothing. The role changes once the halt is durable, so that a restart returns to what
 * anyone has seen. Sessions end, and what only waited never happened; the batch in flight keeps its own outcome, an operator's too. Where two
 * histories part, the Replica that shows it is told so; any other only loses its session. (MODEL-8, RECOVERY-8)
 */
export function haltNode(
  core: Core,
  reason: HaltReason,
  error: AeroError,
  decision: Decision,
  parting: Parting = NOT_PARTED,
): void {
  if (core.halting !== null || (core.role === 'ReplicationHalted' && !isResuming(core))) return
  core.halting = durableHalt(core, reason, error)
  core.decision = { ...decision, conclusion: `${reason}: ${error.message}` }
  rejectWaiting(core)
  const verdict = verdictOf(reason, error)
  for (const peer of peersInOrder(core.sessions)) {
    closePrimarySession(core, peer, error.message, peer === parting.from ? verdict : null)
  }
  closeReplicaSession(core, error.message, parting.at)
  if (core.operation !== null && core.operation.phase !== 'persisting') failOperation(core, error)
}

function verdictOf(halt: HaltReason, { rule = '', code, message, evidence = {} }: AeroError): SessionVerdict {
  return { rule, code, halt, message, evidence }
}

/** The error that a peer's verdict amounts to here. */
export function errorOf({
  rule,
  code,
  message,
  evidence,
}: {
  rule: string
  code: string
  message: string
  evidence: Evidence
}): AeroError {
  return { code, severity: 'FATAL', rule, message, evidence }
}

import type { Outcome } from '../../aerodb/command.ts'
import { type Digest, digestHex } from '../../aerodb/digest.ts'
import type { DiskBatch } from '../../aerodb/disk.ts'
import type { Effect } from '../../aerodb/effect.ts'
import type { Observation } from '../../aerodb/observation.ts'
import type { FrameBody } from '../../aerodb/replication/frame.ts'
import { openFrame } from '../../aerodb/replication/frame-codec.ts'
import { sessionName } from '../../aerodb/replication/session-id.ts'
import { readBatchHeader } from '../../aerodb/wal/stored-batch.ts'

/** One effect on one line, in the words of the engine's own types. */
export function describeEffect(effect: Effect): string {
  switch (effect.kind) {
    case 'persist':
      return `persist #${effect.id} ${effect.purpose}${describeBatch(effect.batch)}`
    case 'send':
      return `send to ${effect.peer} #${effect.label.number} ${describeFrame(effect.bytes)}`
    case 'answer':
      return `answer ${effect.request} ${describeOutcome(effect.outcome)}`
    case 'observe':
      return `observe ${describeObservation(effect.observation)}`
    case 'stop':
      return `stop ${effect.error.code}: ${effect.error.message}`
  }
}

function describeBatch({ discardLog, putManifest, putBatch }: DiskBatch): string {
  const header = putBatch === null ? null : readBatchHeader(putBatch.bytes)
  const parts = [
    discardLog === 'all' ? 'log discarded' : null,
    putManifest === null ? null : 'manifest',
    header === null ? null : `records ${header.firstLsn} to ${header.lastLsn}`,
  ]
  return `: ${parts.filter((part) => part !== null).join(', ')}`
}

function describeFrame(bytes: Uint8Array): string {
  const { frame, fault } = openFrame(bytes)
  if (frame === null) return `bytes that do not open: ${fault}`
  return `${frame.body.kind} in session ${sessionName(frame.session)}: ${describeBody(frame.body)}`
}

function describeBody(body: FrameBody): string {
  switch (body.kind) {
    case 'hello':
      return `${body.claimsPrimary ? 'Primary' : 'Replica'} of ${body.clusterId}, history ${short(body.historyId)}`
    case 'present':
      return `to ${body.purpose}, history ${short(body.historyId)}, up to LSN ${body.lastLsn} chain ${digest(body.chain)}`
    case 'accept':
      return `to ${body.purpose}, answers #${body.presentNumber}, Primary at LSN ${body.primaryDurableLsn}`
    case 'refuse':
      return `${body.rule} ${body.code}, answers #${body.presentNumber}, ${body.halt ?? 'no halt'}: ${body.message}`
    case 'records':
      return `LSN ${body.firstLsn} to ${body.lastLsn}, chain ${digest(body.chainBefore)} to ${digest(body.chainAfter)}`
    case 'report':
      return `durable LSN ${body.durableLsn} chain ${digest(body.chain)}, applied CommitId ${body.appliedCommitId} state ${digest(body.state)}`
    case 'endSession':
      return `${body.cause}${body.verdict === null ? '' : `, verdict ${body.verdict.halt}`}${body.divergence === null ? '' : `, parts at LSN ${body.divergence.lsn}`}`
  }
}

function describeOutcome(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'acknowledged':
      return `acknowledged at CommitId ${outcome.commitId}`
    case 'rejected':
    case 'refused':
      return `${outcome.kind} by ${outcome.error.rule ?? 'no rule'} ${outcome.error.code}: ${outcome.error.message}`
    case 'served':
      return `served version ${outcome.version ?? 'none'} at bound ${outcome.bound}: ${JSON.stringify(outcome.document)}`
    case 'opened':
      return `opened ${outcome.view} at bound ${outcome.bound}`
    case 'done':
      return `done ${JSON.stringify(outcome.detail)}`
  }
}

function describeObservation({ kind, ...fields }: Observation): string {
  const shown = Object.entries(fields).map(
    ([field, value]) => `${field}=${value instanceof Uint8Array ? digest(value) : shownValue(field, value)}`,
  )
  return [kind, ...shown].join(' ')
}

function shownValue(field: string, value: unknown): string {
  if (field === 'historyId' && typeof value === 'string') return short(value)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function digest(value: Digest): string {
  return digestHex(value).slice(0, 8)
}

function short(history: string | null): string {
  return history === null ? 'none' : history.slice(0, 8)
}

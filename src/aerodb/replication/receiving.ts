import { type Digest, ZERO_DIGEST } from '../digest.ts'
import { commitId, lsn } from '../ids.ts'
import { CHECKS } from '../node/checks.ts'
import type { Core } from '../node/core.ts'
import type { Appending } from '../node/in-flight.ts'
import { persist } from '../node/persisting.ts'
import { Trail } from '../node/trail.ts'
import type { Manifest } from '../recovery/manifest.ts'
import { type Ask, askPlainly, type Refusal } from '../rules/guard.ts'
import type { ProvenPoint } from '../rules/log-flow.ts'
import { joinSegments } from '../wal/log.ts'
import { type LogEnd, type Scan, scanRecords } from '../wal/scan.ts'
import { chainAfterRecord, type PendingVersion, type Segment } from '../wal/segment.ts'
import { BATCH_HEADER_BYTES, storedBatchBytes } from '../wal/stored-batch.ts'
import type { Frame, RecordsBody } from './frame.ts'
import { haltNode } from './halting.ts'
import { sessionName } from './session-id.ts'

/** A batch on a Replica takes in received frames until it has this size. */
const REPLICA_BATCH_BYTES = 4 * 1024 * 1024

type Judgement =
  | { readonly kind: 'append'; readonly append: Appending }
  | { readonly kind: 'ignore'; readonly refusal: Refusal }
  | { readonly kind: 'halt'; readonly refusal: Refusal; readonly divergence: ProvenPoint | null }

/** Records from the Primary. All checks pass, or nothing of the frame is used. */
export function receiveRecords(core: Core, frame: Frame<RecordsBody>): void {
  const { body } = frame
  const peer = core.configuredPrimary ?? core.configuration.node
  const judgement = judgeRecords(core, frame, askPlainly)
  if (judgement.kind === 'append') {
    const { replica } = core
    core.replica = {
      ...replica,
      received: [...replica.received, judgement.append],
      primaryDurableLsn: lsn(body.primaryDurableLsn),
      primaryCommitId: commitId(body.primaryCommitId),
    }
    core.observe({ kind: 'received', peer, firstLsn: lsn(body.firstLsn), lastLsn: lsn(body.lastLsn) })
    return
  }
  const { error, halt } = judgement.refusal
  const { rule = '', code, evidence = {} } = error
  const consequence = judgement.kind === 'halt' ? 'halt' : 'discard'
  core.observe({ kind: 'frameRefused', peer, rule, code, evidence, consequence })
  if (judgement.kind === 'ignore') {
    if (rule === core.guards.frameNew.rule) core.framesDuplicate += 1
    else core.framesOtherSession += 1
    return
  }
  const trail = new Trail()
  judgeRecords(core, frame, trail.ask)
  const subject = `records ${body.firstLsn} to ${body.lastLsn} from ${peer}`
  haltNode(
    core,
    halt ?? 'WalCorruption',
    error,
    { subject, asked: trail.asked, checks: CHECKS.records, conclusion: '' },
    { from: null, at: judgement.divergence },
  )
}

/** Envelope, session, identity, position, integrity, lineage: in this order, and pure, so that an explanation may ask again. */
function judgeRecords(core: Core, { session, body }: Frame<RecordsBody>, ask: Ask): Judgement {
  const { guards, replica, configuration } = core
  const current = replica.open ? sessionName(replica.id) : 'none'
  const late = ask(guards.frameSession, sessionName(session), current)
  if (late.verdict === 'fails') return { kind: 'ignore', refusal: late }
  const cluster = ask(guards.sameCluster, configuration.clusterId, body.clusterId)
  if (cluster.verdict === 'fails') return halts(cluster)
  const history = ask(guards.sameHistory, core.manifest?.historyId ?? replica.historyId, body.historyId)
  if (history.verdict === 'fails') return halts(history)

  const end = receivedEnd(core)
  const repeated = ask(guards.frameNew, body.lastLsn, end.lsn)
  if (repeated.verdict === 'fails') {
    const own = receivedChainAt(core, body.lastLsn)
    const differs = ask(guards.frameSameChain, body.lastLsn, body.chainAfter, own)
    if (differs.verdict === 'fails') return halts(differs, own === null ? null : { lsn: body.lastLsn, chain: own })
    return { kind: 'ignore', refusal: repeated }
  }
  const position = ask(guards.framePosition, body.firstLsn, body.lastLsn, end.lsn + 1)
  if (position.verdict === 'fails') return halts(position)

  const scan = scanRecords(guards, core.hash, body.records, end)
  const integrity = ask(guards.frameRecords, frameFault(scan, body, end))
  if (integrity.verdict === 'fails') return halts(integrity)
  const order = ask(guards.frameCommitOrder, scan.fault)
  if (order.verdict === 'fails') return halts(order)
  const lineage = ask(guards.frameChain, body.chainBefore, end.chain, end.lsn)
  if (lineage.verdict === 'fails') return halts(lineage, end)
  const { segment } = scan
  const chainEnd = ask(guards.frameChainEnd, body.chainAfter, segment?.chainAfter ?? ZERO_DIGEST, body.lastLsn)
  if (chainEnd.verdict === 'fails') return halts(chainEnd)
  if (segment === null) return { kind: 'ignore', refusal: emptyFrame(body) }
  return { kind: 'append', append: { segment, versions: scan.versions } }
}

/** What is wrong with the records, also against what the frame says of them. */
function frameFault(scan: Scan, body: RecordsBody, end: LogEnd): Scan['fault'] {
  if (scan.fault !== null) return scan.fault
  const { genesis } = scan
  if (genesis !== null && (genesis.historyId !== body.historyId || genesis.clusterId !== body.clusterId)) {
    const message = `the genesis record is of history ${genesis.historyId} of cluster ${genesis.clusterId}`
    const evidence = { historyId: genesis.historyId, frameHistoryId: body.historyId, clusterId: genesis.clusterId }
    return { rule: 'RECOVERY-6', code: 'AERO_RECOVERY_HISTORY_MISSING', message, evidence }
  }
  const lastLsn = scan.segment?.lastLsn ?? end.lsn
  if (lastLsn === body.lastLsn) return null
  const message = `the frame says that it ends at LSN ${body.lastLsn}, and its records end at ${lastLsn}`
  return { rule: 'WAL-3', code: 'AERO_WAL_SEQUENCE_BROKEN', message, evidence: { lsn: lastLsn, expectedLsn: body.lastLsn } }
}

/** Only a search that has taken LOG-7 away comes here: a frame of which nothing verified. */
function emptyFrame({ firstLsn, lastLsn }: RecordsBody): Refusal {
  const message = 'no record of the frame verified'
  const error = {
    code: 'AERO_FRAME_RECORDS_INVALID',
    severity: 'REJECT',
    rule: 'LOG-7',
    message,
    evidence: { firstLsn, lastLsn },
  } as const
  return { verdict: 'fails', error, halt: null }
}

function halts(refusal: Refusal, divergence: ProvenPoint | null = null): Judgement {
  return { kind: 'halt', refusal, divergence }
}

/** Appends, in one batch, what was received while the last one was in flight. The first record of a history names it in the manifest too. */
export function appendReceived(core: Core): void {
  const { received } = core.replica
  if (received.length === 0) return
  let count = 0
  for (let bytes = 0; count < received.length && bytes < REPLICA_BATCH_BYTES; count++)
    bytes += received[count]?.segment.bytes.length ?? 0
  const parts = received.slice(0, count)
  core.replica = { ...core.replica, received: received.slice(count) }
  const { append, stored } = joinParts(parts)
  const { manifest } = core
  const named: Manifest | null =
    manifest === null || manifest.historyId !== null ? null : { ...manifest, historyId: core.replica.historyId }
  persist(core, { purpose: 'replicaAppend', append, manifest: named }, { firstLsn: append.segment.firstLsn, bytes: stored })
}

function joinParts(parts: readonly Appending[]): { readonly append: Appending; readonly stored: Uint8Array<ArrayBuffer> } {
  const segments = parts.map(({ segment }) => segment)
  const [first] = segments
  const last = segments.at(-1)
  if (first === undefined || last === undefined) throw new Error('nothing was received')
  const stored = storedBatchBytes(
    first.firstLsn,
    last.lastLsn,
    first.chainBefore,
    segments.map(({ bytes }) => bytes),
  )
  const segment: Segment = joinSegments(segments, stored.subarray(BATCH_HEADER_BYTES))
  const versions: PendingVersion[] = []
  let base = 0
  for (const part of parts) {
    for (const version of part.versions) {
      versions.push({ ...version, payloadStart: version.payloadStart + base, payloadEnd: version.payloadEnd + base })
    }
    base += part.segment.bytes.length
  }
  return { append: { segment, versions }, stored }
}

/** What this Replica has made durable and applied, said once it is. */
export function reportProgress(core: Core): void {
  const { replica, configuredPrimary, log, versions } = core
  if (!replica.open || configuredPrimary === null) return
  const appliedCommitId = versions.appliedCommitId
  const state = versions.digest
  core.send(
    configuredPrimary,
    { kind: 'report', durableLsn: log.lastLsn, chain: log.chain, appliedLsn: log.lastLsn, appliedCommitId, state },
    replica.id,
  )
}

/** Where the log ends once all that was received is durable. */
function receivedEnd(core: Core): LogEnd {
  const segment =
    core.replica.received.at(-1)?.segment ?? (core.inFlight?.purpose === 'replicaAppend' ? core.inFlight.append.segment : null)
  return segment === null ? core.log.end : { lsn: segment.lastLsn, chain: segment.chainAfter, commitId: segment.lastCommitId }
}

function receivedChainAt(core: Core, at: number): Digest | null {
  if (at <= core.log.lastLsn) return core.log.chainAt(core.hash, at)
  const inFlight = core.inFlight?.purpose === 'replicaAppend' ? [core.inFlight.append] : []
  const found = [...inFlight, ...core.replica.received].find(({ segment }) => segment.firstLsn <= at && at <= segment.lastLsn)
  return found === undefined ? null : chainAfterRecord(core.hash, found.segment, at - found.segment.firstLsn)
}

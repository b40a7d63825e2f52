import { type ByteReader, MalformedBytes } from '../bytes/byte-reader.ts'
import type { ByteWriter } from '../bytes/byte-writer.ts'
import { DIGEST_BYTES } from '../digest.ts'
import type { Evidence } from '../error.ts'
import { isJsonObject } from '../json.ts'
import type { HaltReason } from '../observation.ts'
import type { FrameBody, Purpose, SessionVerdict } from './frame.ts'

const PURPOSES = ['stream', 'resume', 'bootstrap'] as const satisfies readonly Purpose[]
const HALTS = [
  'WalGapDetected',
  'HistoryDivergence',
  'AuthorityAmbiguity',
  'WalCorruption',
  'SnapshotIntegrityFailure',
  'SnapshotBoundaryMismatch',
  'ConfigurationError',
] as const satisfies readonly HaltReason[]

/** It goes into a manifest as it came: what is nested too deep to be written as text again must not get in. */
const MAX_EVIDENCE_CHARACTERS = 4096

export function writeFrameBody(writer: ByteWriter, body: FrameBody): void {
  switch (body.kind) {
    case 'hello':
      writer
        .u8(body.claimsPrimary ? 1 : 0)
        .text(body.clusterId)
        .text(body.historyId ?? '')
        .text(body.configurationVersion)
      return
    case 'present':
      writer
        .u8(PURPOSES.indexOf(body.purpose))
        .text(body.clusterId)
        .text(body.historyId ?? '')
        .text(body.configurationVersion)
      writer.u64(body.lastLsn).raw(body.chain).u64(body.claimedLsn)
      return
    case 'accept':
      writer.u8(PURPOSES.indexOf(body.purpose)).u64(body.presentNumber).text(body.historyId)
      writer.u64(body.primaryDurableLsn).u64(body.primaryCommitId)
      return
    case 'refuse':
      writer.u64(body.presentNumber)
      writeVerdict(writer, body)
      return
    case 'records':
      writer
        .text(body.clusterId)
        .text(body.historyId)
        .u64(body.firstLsn)
        .u64(body.lastLsn)
        .raw(body.chainBefore)
        .raw(body.chainAfter)
      writer.u64(body.primaryDurableLsn).u64(body.primaryCommitId).block(body.records)
      return
    case 'report':
      writer.u64(body.durableLsn).raw(body.chain).u64(body.appliedLsn).u64(body.appliedCommitId).raw(body.state)
      return
    case 'endSession':
      writer.text(body.cause).u8(body.verdict === null ? 0 : 1)
      if (body.verdict !== null) writeVerdict(writer, body.verdict)
      writer.u8(body.divergence === null ? 0 : 1)
      if (body.divergence !== null) writer.u64(body.divergence.lsn).raw(body.divergence.chain)
      return
  }
}

/** Throws MalformedBytes. */
export function readFrameBody(kind: FrameBody['kind'], reader: ByteReader): FrameBody {
  switch (kind) {
    case 'hello':
      return {
        kind,
        claimsPrimary: readFlag(reader),
        clusterId: reader.text(),
        historyId: reader.text() || null,
        configurationVersion: reader.text(),
      }
    case 'present':
      return {
        kind,
        purpose: pick(PURPOSES, reader.u8()),
        clusterId: reader.text(),
        historyId: reader.text() || null,
        configurationVersion: reader.text(),
        lastLsn: reader.u64(),
        chain: reader.raw(DIGEST_BYTES),
        claimedLsn: reader.u64(),
      }
    case 'accept':
      return {
        kind,
        purpose: pick(PURPOSES, reader.u8()),
        presentNumber: reader.u64(),
        historyId: reader.text(),
        primaryDurableLsn: reader.u64(),
        primaryCommitId: reader.u64(),
      }
    case 'refuse':
      return { kind, presentNumber: reader.u64(), ...readVerdict(reader) }
    case 'records':
      return {
        kind,
        clusterId: reader.text(),
        historyId: reader.text(),
        firstLsn: reader.u64(),
        lastLsn: reader.u64(),
        chainBefore: reader.raw(DIGEST_BYTES),
        chainAfter: reader.raw(DIGEST_BYTES),
        primaryDurableLsn: reader.u64(),
        primaryCommitId: reader.u64(),
        records: reader.block(),
      }
    case 'report':
      return {
        kind,
        durableLsn: reader.u64(),
        chain: reader.raw(DIGEST_BYTES),
        appliedLsn: reader.u64(),
        appliedCommitId: reader.u64(),
        state: reader.raw(DIGEST_BYTES),
      }
    case 'endSession':
      return {
        kind,
        cause: reader.text(),
        verdict: readFlag(reader) ? readHaltVerdict(reader) : null,
        divergence: readFlag(reader) ? { lsn: reader.u64(), chain: reader.raw(DIGEST_BYTES) } : null,
      }
  }
}

type Verdict = Omit<SessionVerdict, 'halt'> & { readonly halt: HaltReason | null }

function writeVerdict(writer: ByteWriter, { rule, code, halt, message, evidence }: Verdict): void {
  writer
    .text(rule)
    .text(code)
    .u8(halt === null ? 0 : HALTS.indexOf(halt) + 1)
  writer.text(message).text(JSON.stringify(evidence))
}

function readVerdict(reader: ByteReader): Verdict {
  const rule = reader.text()
  const code = reader.text()
  const halt = reader.u8()
  return {
    rule,
    code,
    halt: halt === 0 ? null : pick(HALTS, halt - 1),
    message: reader.text(),
    evidence: readEvidence(reader.text()),
  }
}

function readHaltVerdict(reader: ByteReader): SessionVerdict {
  const { halt, ...verdict } = readVerdict(reader)
  if (halt === null) throw new MalformedBytes('a verdict without a halt reason')
  return { ...verdict, halt }
}

function readFlag(reader: ByteReader): boolean {
  const flag = reader.u8()
  if (flag > 1) throw new MalformedBytes(`a flag of ${flag}`)
  return flag === 1
}

function pick<Choice>(choices: readonly Choice[], index: number): Choice {
  const choice = choices[index]
  if (choice === undefined) throw new MalformedBytes(`a choice of ${index} among ${choices.length}`)
  return choice
}

function readEvidence(text: string): Evidence {
  if (text.length > MAX_EVIDENCE_CHARACTERS) throw new MalformedBytes('evidence that is too long')
  try {
    const value: unknown = JSON.parse(text)
    if (isJsonObject(value)) return value
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new MalformedBytes('evidence that is not a JSON object')
}

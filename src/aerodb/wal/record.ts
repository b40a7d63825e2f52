import { crc32 } from '../bytes/checksum.ts'
import { u32At, u64At } from '../bytes/little-endian.ts'
import { type OK, refusalOf } from '../rules/guard.ts'
import type { Guards } from '../rules/guards.ts'
import type { RecordFault } from './fault.ts'
import { RECORD_OVERHEAD_BYTES } from './limits.ts'

/** Where a record lies in its bytes. Its envelope has been verified; its payload has not. */
export interface RecordPlace {
  readonly type: number
  readonly sequence: number
  readonly start: number
  readonly payloadStart: number
  readonly payloadEnd: number
  readonly end: number
  readonly crc: number
}

export type RecordReading =
  | { readonly kind: 'record'; readonly record: RecordPlace }
  | { readonly kind: 'fault'; readonly fault: RecordFault }

/** Reads the envelope at `offset`: length and type (WAL-1), then the checksum over all before it (WAL-2). */
export function readRecord(guards: Guards, bytes: Uint8Array, offset: number, end: number): RecordReading {
  const available = end - offset
  const whole = available >= RECORD_OVERHEAD_BYTES
  const claimed = whole ? u32At(bytes, offset) : available
  const type = whole ? (bytes[offset + 4] ?? 0) : -1
  if (!guards.recordEnvelope.holds(claimed, available, type, offset)) {
    return fault(refusalOf(guards.recordEnvelope, [claimed, available, type, offset]))
  }
  const recordEnd = offset + Math.min(claimed, available)
  const stored = u32At(bytes, recordEnd - 4)
  const computed = crc32(bytes.subarray(offset, recordEnd - 4))
  if (!guards.recordChecksum.holds(computed, stored, offset))
    return fault(refusalOf(guards.recordChecksum, [computed, stored, offset]))
  const sequence = u64At(bytes, offset + 5)
  return {
    kind: 'record',
    record: { type, sequence, start: offset, payloadStart: offset + 13, payloadEnd: recordEnd - 4, end: recordEnd, crc: stored },
  }
}

/** Turns the refusal of a WAL guard into the fault that a log or a frame reports. */
export function fault(verdict: ReturnType<typeof refusalOf> | typeof OK): { kind: 'fault'; fault: RecordFault } {
  if (verdict.verdict === 'holds') throw new Error('a fault needs a refusal')
  const { rule = '', code, message, evidence = {} } = verdict.error
  return { kind: 'fault', fault: { rule, code, message, evidence } }
}

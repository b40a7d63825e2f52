import type { StoredBatch } from '../aerodb/disk.ts'
import type { Lsn } from '../aerodb/ids.ts'
import { BATCH_HEADER_BYTES, readBatchHeader } from '../aerodb/wal/stored-batch.ts'

/** What a faulty disk does beyond its contract. */
export type DiskDamage =
  | { readonly kind: 'flipBit'; readonly lsn: number }
  /** The batches from the one that holds `fromLsn` on were reported durable and are gone, leaving a consistent shorter log. */
  | { readonly kind: 'loseTail'; readonly fromLsn: number }
  | { readonly kind: 'wipe' }

/** What a host changes in its disk so that the damage is done. `lsnNotHeld`: there is no such record to damage. */
export type DamagePlan =
  | { readonly kind: 'replaceBatch'; readonly batch: StoredBatch; readonly summary: string }
  | { readonly kind: 'removeFrom'; readonly firstLsn: Lsn; readonly summary: string }
  | { readonly kind: 'clear'; readonly summary: string }
  | { readonly kind: 'lsnNotHeld'; readonly lsn: number; readonly firstLsn: number; readonly lastLsn: number }

/** `batches` are in ascending order of their keys. */
export function planDamage(damage: DiskDamage, batches: readonly StoredBatch[]): DamagePlan {
  if (damage.kind === 'wipe') return { kind: 'clear', summary: 'everything on the disk is gone' }
  const lsn = damage.kind === 'flipBit' ? damage.lsn : damage.fromLsn
  const holder = batches.findLast((batch) => batch.firstLsn <= lsn)
  if (holder === undefined || lastLsnOf(holder) < lsn) {
    return { kind: 'lsnNotHeld', lsn, firstLsn: batches[0]?.firstLsn ?? 0, lastLsn: endOf(batches) }
  }
  if (damage.kind === 'loseTail') {
    const summary = `LSN ${holder.firstLsn} to ${endOf(batches)} are gone, in whole batches`
    return { kind: 'removeFrom', firstLsn: holder.firstLsn, summary }
  }
  const bit = middleBitOfRecord(holder.bytes, lsn - holder.firstLsn)
  const bytes = holder.bytes.slice()
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return {
    kind: 'replaceBatch',
    batch: { firstLsn: holder.firstLsn, bytes },
    summary: `bit ${bit} of the batch at LSN ${holder.firstLsn} is flipped, within the record at LSN ${lsn}`,
  }
}

function endOf(batches: readonly StoredBatch[]): number {
  const last = batches.at(-1)
  return last === undefined ? 0 : lastLsnOf(last)
}

/** A batch whose header can't be read holds at least its first record. */
function lastLsnOf(batch: StoredBatch): number {
  return readBatchHeader(batch.bytes)?.lastLsn ?? batch.firstLsn
}

/** Bit number from the batch's start. Records begin with their total length, a u32; where an earlier damage broke one, the last that can be reached is hit. */
function middleBitOfRecord(bytes: Uint8Array, index: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let start = BATCH_HEADER_BYTES
  for (let passed = 0; passed < index; passed++) {
    const next = start + lengthAt(view, start)
    if (next + 4 > bytes.byteLength || next <= start) break
    start = next
  }
  const length = Math.min(lengthAt(view, start), bytes.byteLength - start)
  return (start + (length >> 1)) * 8 + 2
}

function lengthAt(view: DataView, offset: number): number {
  return offset + 4 > view.byteLength ? 0 : view.getUint32(offset, true)
}

import type { NodeConfiguration } from '../configuration.ts'
import { digestHex, digestsEqual, type Hash128 } from '../digest.ts'
import type { DiskContents, StoredBatch } from '../disk.ts'
import type { AeroError } from '../error.ts'
import { VersionStore } from '../mvcc/version-store.ts'
import { type Ask, firstRefusal, refusalOf } from '../rules/guard.ts'
import type { Guards } from '../rules/guards.ts'
import type { RecordFault } from '../wal/fault.ts'
import { FORMAT_VERSION } from '../wal/limits.ts'
import { Log } from '../wal/log.ts'
import type { GenesisPayload } from '../wal/payload.ts'
import { fault } from '../wal/record.ts'
import { scanRecords } from '../wal/scan.ts'
import { BATCH_HEADER_BYTES, type BatchHeader, readBatchHeader, storedRecords } from '../wal/stored-batch.ts'
import { type Manifest, readManifest } from './manifest.ts'

/** What is known of a disk that was not believed: what a bootstrap may have to prove before it discards it. */
export interface RefusedDisk {
  readonly manifest: Manifest | null
  /** As far as it verified. Never appended to. */
  readonly log: Log
  /** The highest LSN that any of its batches claims to hold; 0 for a disk without batches. */
  readonly claimedLsn: number
}

export type Recovery =
  | { readonly kind: 'recovered'; readonly manifest: Manifest; readonly log: Log; readonly versions: VersionStore }
  | { readonly kind: 'refused'; readonly error: AeroError; readonly disk: RefusedDisk }

interface LogReading {
  readonly log: Log
  readonly versions: VersionStore
  readonly genesis: GenesisPayload | null
  readonly fault: RecordFault | null
}

/**
 * From what is on disk to a node's state, or to a refusal: a pure function. Everything is verified, nothing is skipped or repaired, and the same
 * disk gives the same state digest every time. (RECOVERY-1 to RECOVERY-7)
 */
export function recover(guards: Guards, ask: Ask, hash: Hash128, configuration: NodeConfiguration, disk: DiskContents): Recovery {
  const reading = disk.manifest === null ? null : readManifest(disk.manifest, FORMAT_VERSION)
  const manifest = reading?.manifest ?? null
  const own = readLog(guards, hash, disk.batches)
  const refused = firstRefusal([
    () => ask(guards.diskIdentity, disk.manifest?.length ?? null, disk.batches.length),
    () => ask(guards.manifestIntact, reading?.fault ?? null),
    () => ask(guards.formatKnown, reading?.formatVersion ?? 0, FORMAT_VERSION),
    () =>
      ask(guards.identityMatches, manifest?.clusterId ?? '', manifest?.node ?? '', configuration.clusterId, configuration.node),
    () => ask(guards.logIntact, own.fault, own.log.lastLsn),
    () =>
      ask(
        guards.historyMatches,
        manifest?.historyId ?? null,
        own.genesis?.historyId ?? null,
        own.genesis?.clusterId ?? null,
        configuration.clusterId,
      ),
  ])
  if (refused !== null) {
    const claimedLsn = disk.batches.reduce((highest, batch) => Math.max(highest, claimedLastLsn(batch)), 0)
    return { kind: 'refused', error: refused.error, disk: { manifest, log: own.log, claimedLsn } }
  }
  if (manifest === null) throw new Error('a disk without a manifest passed RECOVERY-1 to RECOVERY-3')
  return { kind: 'recovered', manifest, log: own.log, versions: own.versions }
}

function readLog(guards: Guards, hash: Hash128, batches: readonly StoredBatch[]): LogReading {
  const log = new Log()
  const versions = new VersionStore()
  let genesis: GenesisPayload | null = null
  for (const batch of batches) {
    const header = readBatchHeader(batch.bytes)
    const misplaced = headerFault(guards, log, batch, header)
    if (misplaced !== null) return { log, versions, genesis, fault: misplaced }
    const scan = scanRecords(guards, hash, storedRecords(batch.bytes), log.end)
    if (scan.segment !== null) {
      const state = versions.apply(hash, scan.segment.bytes, scan.versions, scan.segment.lastCommitId)
      log.append(scan.segment, state)
    }
    genesis ??= scan.genesis
    if (scan.fault !== null) return { log, versions, genesis, fault: scan.fault }
    const ended = fieldFault(guards, 'last LSN', header?.lastLsn ?? 0, log.lastLsn, batch.firstLsn)
    if (ended !== null) return { log, versions, genesis, fault: ended }
  }
  return { log, versions, genesis, fault: null }
}

/** WAL-7: what a batch says of itself, against its key and the batch before it. */
function headerFault(guards: Guards, log: Log, { firstLsn, bytes }: StoredBatch, header: BatchHeader | null): RecordFault | null {
  const next = log.lastLsn + 1
  if (header === null) return fieldFault(guards, 'length', 'too short', 'whole', firstLsn)
  const continues = digestsEqual(header.chainBefore, log.chain)
  return (
    fieldFault(guards, 'magic', header.magicMatches ? 'AWB1' : 'other', 'AWB1', firstLsn) ??
    fieldFault(guards, 'format version', header.formatVersion, FORMAT_VERSION, firstLsn) ??
    fieldFault(guards, 'reserved', header.reserved, 0, firstLsn) ??
    fieldFault(guards, 'key', firstLsn, next, firstLsn) ??
    fieldFault(guards, 'first LSN', header.firstLsn, next, firstLsn) ??
    fieldFault(
      guards,
      'chain digest',
      continues ? 'same' : digestHex(header.chainBefore),
      continues ? 'same' : digestHex(log.chain),
      firstLsn,
    ) ??
    fieldFault(guards, 'records', bytes.length > BATCH_HEADER_BYTES ? 'some' : 'none', 'some', firstLsn)
  )
}

function fieldFault(
  guards: Guards,
  field: string,
  stored: string | number,
  expected: string | number,
  firstLsn: number,
): RecordFault | null {
  if (guards.batchHeader.holds(field, stored, expected, firstLsn)) return null
  return fault(refusalOf(guards.batchHeader, [field, stored, expected, firstLsn])).fault
}

/** What the batch claims, believed only as far as "no more than this could be lost". */
function claimedLastLsn({ firstLsn, bytes }: StoredBatch): number {
  return Math.max(firstLsn, readBatchHeader(bytes)?.lastLsn ?? 0)
}

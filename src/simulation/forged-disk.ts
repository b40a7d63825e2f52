import { crc32 } from '../aerodb/bytes/checksum.ts'
import type { NodeConfiguration } from '../aerodb/configuration.ts'
import type { Hash128 } from '../aerodb/digest.ts'
import type { DiskContents, StoredBatch } from '../aerodb/disk.ts'
import { commitId, documentKey } from '../aerodb/ids.ts'
import { type Manifest, readManifest, writeManifest } from '../aerodb/recovery/manifest.ts'
import { recover } from '../aerodb/recovery/recover.ts'
import { askPlainly } from '../aerodb/rules/guard.ts'
import { GUARDS } from '../aerodb/rules/guards.ts'
import { BatchEncoder } from '../aerodb/wal/batch-encoder.ts'
import { FORMAT_VERSION } from '../aerodb/wal/limits.ts'
import { BATCH_HEADER_BYTES } from '../aerodb/wal/stored-batch.ts'
import { ImpossibleChoice } from './impossible-choice.ts'

const CHECKSUM_BYTES = 4

/** The batch with its first record changed, under a checksum that agrees: what WAL-2 does not find. */
export function withFirstRecord({ firstLsn, bytes }: StoredBatch, change: (record: DataView) => void): StoredBatch {
  const copy = bytes.slice()
  const length = new DataView(copy.buffer).getUint32(BATCH_HEADER_BYTES, true)
  const record = copy.subarray(BATCH_HEADER_BYTES, BATCH_HEADER_BYTES + length)
  const view = new DataView(copy.buffer, BATCH_HEADER_BYTES, length)
  change(view)
  view.setUint32(length - CHECKSUM_BYTES, crc32(record.subarray(0, length - CHECKSUM_BYTES)), true)
  return { firstLsn, bytes: copy }
}

/** The disk with a manifest that says something else, under a checksum that agrees. */
export function withManifest(
  { manifest: bytes, batches }: DiskContents,
  change: Partial<Manifest>,
  formatVersion = FORMAT_VERSION,
): DiskContents {
  const manifest = bytes === null ? null : readManifest(bytes, FORMAT_VERSION).manifest
  if (manifest === null) throw new ImpossibleChoice('a disk without a manifest that can be read')
  return { manifest: writeManifest({ ...manifest, ...change }, formatVersion), batches }
}

/** The disk, which verifies, with a commit behind what is there that fits in all but its CommitId. */
export function withCommitBehind(hash: Hash128, configuration: NodeConfiguration, disk: DiskContents, id: number): DiskContents {
  const recovery = recover(GUARDS, askPlainly, hash, configuration, disk)
  if (recovery.kind === 'refused') throw new ImpossibleChoice(recovery.error.message)
  const encoder = new BatchEncoder(hash, { ...recovery.log.end, commitId: commitId(0) })
  encoder.commit(commitId(id), [{ key: documentKey('notes', 'c'), body: '{"_id":"c"}' }])
  const { stored, segment } = encoder.finish()
  return { manifest: disk.manifest, batches: [...disk.batches, { firstLsn: segment.firstLsn, bytes: stored }] }
}

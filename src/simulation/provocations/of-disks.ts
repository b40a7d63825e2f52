import { crc32 } from '../../aerodb/bytes/checksum.ts'
import type { Hash128 } from '../../aerodb/digest.ts'
import type { StoredBatch } from '../../aerodb/disk.ts'
import { commitId, documentKey } from '../../aerodb/ids.ts'
import { readManifest, writeManifest } from '../../aerodb/recovery/manifest.ts'
import { BatchEncoder } from '../../aerodb/wal/batch-encoder.ts'
import { BATCH_HEADER_BYTES } from '../../aerodb/wal/stored-batch.ts'
import { flipped } from '../forgery.ts'
import { N1, N2, Rehearsal } from '../rehearsal.ts'
import { type Provocation, type Refused, refusalOf, violationIn } from './provocation.ts'

/** What n1 says of its disk at its next start, after something happened to it. Two commits, in the batches at LSN 2 and 4. */
function afterRestart(hash: Hash128, change: (rehearsal: Rehearsal) => void): Refused {
  const rehearsal = Rehearsal.steady({ hash, nodes: [N1], judge: 'nothing' })
  rehearsal.putAndSettle('a', 'one')
  rehearsal.putAndSettle('b', 'two')
  rehearsal.cluster.kill(N1, 'lost')
  change(rehearsal)
  rehearsal.cluster.start(N1)
  return refusalOf(rehearsal, N1)
}

function withLastBatch(hash: Hash128, change: (batch: StoredBatch) => StoredBatch): Refused {
  return afterRestart(hash, ({ cluster }) => {
    const { disk } = cluster.at(N1)
    const { manifest, batches } = disk.contents()
    disk.replace({ manifest, batches: batches.map((batch, index) => (index === 2 ? change(batch) : batch)) })
  })
}

/** The first record of the last batch changed, under a checksum that agrees. */
function withLastRecord(hash: Hash128, change: (record: DataView) => void): Refused {
  return withLastBatch(hash, ({ firstLsn, bytes }) => {
    const copy = bytes.slice()
    const length = new DataView(copy.buffer).getUint32(BATCH_HEADER_BYTES, true)
    const record = copy.subarray(BATCH_HEADER_BYTES, BATCH_HEADER_BYTES + length)
    const view = new DataView(copy.buffer, BATCH_HEADER_BYTES, length)
    change(view)
    view.setUint32(length - 4, crc32(record.subarray(0, length - 4)), true)
    return { firstLsn, bytes: copy }
  })
}

function withManifest(hash: Hash128, change: object, formatVersion = 1): Refused {
  return afterRestart(hash, ({ cluster }) => {
    const { disk } = cluster.at(N1)
    const { manifest: bytes, batches } = disk.contents()
    const { manifest } = readManifest(bytes ?? new Uint8Array(0), 1)
    if (manifest === null) throw new Error('a disk of this cluster has a manifest')
    disk.replace({ manifest: writeManifest({ ...manifest, ...change }, formatVersion), batches })
  })
}

/** Behind what is there, a commit that no Primary writes. */
function withForgedCommit(hash: Hash128, id: number): Refused {
  return afterRestart(hash, ({ cluster }) => {
    const { disk, configuration } = cluster.at(N1)
    const alone = new Rehearsal({ hash, nodes: [N1], judge: 'nothing' })
    alone.cluster.at(N1).disk.replace(disk.contents())
    alone.cluster.at(N1).configuration = configuration
    alone.cluster.start(N1)
    const { durableLsn, chainDigest } = alone.position(N1)
    const encoder = new BatchEncoder(hash, { lsn: durableLsn, chain: chainDigest, commitId: commitId(0) })
    encoder.commit(commitId(id), [{ key: documentKey('notes', 'c'), body: '{"_id":"c"}' }])
    const { stored, segment } = encoder.finish()
    disk.apply({ discardLog: 'keep', putManifest: null, putBatch: { firstLsn: segment.firstLsn, bytes: stored } })
  })
}

/** Rules that a disk can break. */
export const OF_DISKS: readonly Provocation[] = [
  {
    guard: 'diskIdentity',
    situation: 'a wiped disk',
    evidence: { manifestBytes: null, batches: 0 },
    provoke: (hash) => afterRestart(hash, ({ cluster }) => cluster.damage(N1, { kind: 'wipe' })),
  },
  {
    guard: 'manifestIntact',
    situation: 'a flipped bit in the manifest',
    evidence: { fault: 'its checksum does not match' },
    provoke: (hash) => afterRestart(hash, ({ cluster }) => cluster.damage(N1, { kind: 'flipManifestBit', bit: 100 })),
  },
  {
    guard: 'formatKnown',
    situation: 'a format that is yet to come',
    evidence: { formatVersion: 2, knownFormatVersion: 1 },
    provoke: (hash) => withManifest(hash, {}, 2),
  },
  {
    guard: 'identityMatches',
    situation: "another node's disk",
    evidence: { node: 'n2', configuredNode: 'n1' },
    provoke: (hash) => withManifest(hash, { node: N2 }),
  },
  {
    guard: 'logIntact',
    situation: 'a flipped bit in a record',
    evidence: { verifiedLsn: 3, violated: 'WAL-2' },
    provoke: (hash) => afterRestart(hash, ({ cluster }) => cluster.damage(N1, { kind: 'flipBatchBit', batch: 2, bit: 500 })),
  },
  {
    guard: 'historyMatches',
    situation: 'the log lost whole, under a manifest that remembers it',
    evidence: { logHistory: null },
    provoke: (hash) => afterRestart(hash, ({ cluster }) => cluster.damage(N1, { kind: 'loseTail', batches: 3 })),
  },
  {
    guard: 'recordEnvelope',
    situation: 'a record of a type that is not known',
    evidence: { type: 17, offset: 0 },
    provoke: (hash) => violationIn(withLastRecord(hash, (record) => record.setUint8(4, 17))),
  },
  {
    guard: 'recordChecksum',
    situation: 'a flipped bit in a payload',
    evidence: { offset: 0 },
    provoke: (hash) =>
      violationIn(
        withLastBatch(hash, ({ firstLsn, bytes }) => ({ firstLsn, bytes: flipped(bytes, (BATCH_HEADER_BYTES + 20) * 8) })),
      ),
  },
  {
    guard: 'recordSequence',
    situation: 'a record with the number of another',
    evidence: { lsn: 9, expectedLsn: 4 },
    provoke: (hash) => violationIn(withLastRecord(hash, (record) => record.setUint32(5, 9, true))),
  },
  {
    guard: 'recordPayload',
    situation: 'a tombstone that has a body',
    evidence: { lsn: 4, fault: 'a tombstone with a body' },
    provoke: (hash) =>
      violationIn(withLastRecord(hash, (record) => record.setUint8(13 + 8 + 4 + record.getUint32(13 + 8, true), 1))),
  },
  {
    guard: 'commitFraming',
    situation: 'a version of one commit under the commit record of another',
    evidence: { lsn: 5 },
    provoke: (hash) => violationIn(withLastRecord(hash, (record) => record.setUint32(13, 7, true))),
  },
  {
    guard: 'commitOrder',
    situation: 'a CommitId that was there before',
    evidence: { commitId: 2, previousCommitId: 2, lsn: 7 },
    provoke: (hash) => violationIn(withForgedCommit(hash, 2)),
  },
  {
    guard: 'batchHeader',
    situation: 'a flipped bit in the chain digest of a header',
    evidence: { batch: 4, field: 'chain digest' },
    provoke: (hash) => violationIn(withLastBatch(hash, ({ firstLsn, bytes }) => ({ firstLsn, bytes: flipped(bytes, 30 * 8) }))),
  },
]

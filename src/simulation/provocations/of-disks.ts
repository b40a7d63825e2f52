import type { Hash128 } from '../../aerodb/digest.ts'
import type { StoredBatch } from '../../aerodb/disk.ts'
import type { Manifest } from '../../aerodb/recovery/manifest.ts'
import { BATCH_HEADER_BYTES } from '../../aerodb/wal/stored-batch.ts'
import { withCommitBehind, withFirstRecord, withManifest } from '../forged-disk.ts'
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
const withLastRecord = (hash: Hash128, change: (record: DataView) => void): Refused =>
  withLastBatch(hash, (batch) => withFirstRecord(batch, change))

const withOtherManifest = (hash: Hash128, change: Partial<Manifest>, formatVersion?: number): Refused =>
  afterRestart(hash, ({ cluster }) => {
    const { disk } = cluster.at(N1)
    disk.replace(withManifest(disk.contents(), change, formatVersion))
  })

/** Behind what is there, a commit that no Primary writes. */
const withForgedCommit = (hash: Hash128, id: number): Refused =>
  afterRestart(hash, ({ cluster }) => {
    const { disk, configuration } = cluster.at(N1)
    disk.replace(withCommitBehind(hash, configuration, disk.contents(), id))
  })

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
    provoke: (hash) => withOtherManifest(hash, {}, 2),
  },
  {
    guard: 'identityMatches',
    situation: "another node's disk",
    evidence: { node: 'n2', configuredNode: 'n1' },
    provoke: (hash) => withOtherManifest(hash, { node: N2 }),
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

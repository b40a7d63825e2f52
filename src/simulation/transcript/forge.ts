import type { Hash128 } from '../../aerodb/digest.ts'
import type { StoredBatch } from '../../aerodb/disk.ts'
import { commitId, type NodeName, nodeName } from '../../aerodb/ids.ts'
import type { FrameBody } from '../../aerodb/replication/frame.ts'
import { withCommitBehind, withFirstRecord, withManifest } from '../forged-disk.ts'
import { flipped, reseal, withCommit } from '../forgery.ts'
import type { SimulatedCluster } from '../simulated-cluster.ts'
import { TranscriptError } from './transcript-error.ts'

const OTHER_DIGEST = new Uint8Array(16).fill(7)

/** Where each field of a version record lies: envelope of 13 bytes, CommitId, key, tombstone. */
const RECORD_FIELDS: { readonly [field: string]: (record: DataView, value: number) => void } = {
  type: (record, value) => record.setUint8(4, value),
  lsn: (record, value) => record.setUint32(5, value, true),
  commitId: (record, value) => record.setUint32(13, value, true),
  tombstone: (record, value) => record.setUint8(13 + 8 + 4 + record.getUint32(13 + 8, true), value),
}

/**
 * What no honest node or disk does, so that the rule against it can be seen to refuse it. Returns whether the verb was one of these.
 * `forge n1 n2 chainAfter=other`: hands over the oldest frame, saying something else under a seal that fits; `other` is another digest, `none` null.
 * `forgeRecords n1 n2 1`: the oldest frame, carrying a commit with CommitId 1 in the place of its records.
 * `damage n1 4 500`: flips bit 500 of the batch at LSN 4. `loseTail n1 4`: the batches from LSN 4 on are gone. `forgeRecord n1 4 type=17`: the
 * first record of that batch, under a checksum that fits. `forgeManifest n1 node=n2`. `forgeCommit n1 9`: a commit with that CommitId at the log's end.
 */
export function forge(hash: Hash128, cluster: SimulatedCluster, verb: string, words: readonly string[]): boolean {
  const [first = '', second = '', ...rest] = words
  const node = nodeName(first)
  const lsn = Number(second)
  switch (verb) {
    case 'forge':
      cluster.deliver(node, nodeName(second), 0, (bytes) => reseal(bytes, (body) => rest.reduce(withField, body)))
      return true
    case 'forgeRecords':
      cluster.deliver(node, nodeName(second), 0, (bytes) => withCommit(hash, bytes, commitId(Number(rest[0]))))
      return true
    case 'damage':
      changeBatch(cluster, node, lsn, (batch) => ({ ...batch, bytes: flipped(batch.bytes, Number(rest[0])) }))
      return true
    case 'forgeRecord': {
      const [field, value] = fieldOf(rest[0] ?? '')
      const set = RECORD_FIELDS[field]
      if (set === undefined) throw new TranscriptError(`a record has no ${field}`)
      changeBatch(cluster, node, lsn, (batch) => withFirstRecord(batch, (record) => set(record, Number(value))))
      return true
    }
    case 'loseTail': {
      const { manifest, batches } = cluster.at(node).disk.contents()
      cluster.at(node).disk.replace({ manifest, batches: batches.filter(({ firstLsn }) => firstLsn < lsn) })
      return true
    }
    case 'forgeManifest': {
      const [field, value] = fieldOf(second)
      const { disk } = cluster.at(node)
      disk.replace(withManifest(disk.contents(), { [field]: value }))
      return true
    }
    case 'forgeCommit': {
      const { disk, configuration } = cluster.at(node)
      disk.replace(withCommitBehind(hash, configuration, disk.contents(), lsn))
      return true
    }
    default:
      return false
  }
}

function changeBatch(cluster: SimulatedCluster, node: NodeName, lsn: number, change: (batch: StoredBatch) => StoredBatch): void {
  const { disk } = cluster.at(node)
  const { manifest, batches } = disk.contents()
  if (!batches.some(({ firstLsn }) => firstLsn === lsn)) throw new TranscriptError(`${node} has no batch at LSN ${lsn}`)
  disk.replace({ manifest, batches: batches.map((batch) => (batch.firstLsn === lsn ? change(batch) : batch)) })
}

function fieldOf(word: string): readonly [field: string, value: string] {
  const at = word.indexOf('=')
  if (at < 0) throw new TranscriptError(`${word} is no field=value`)
  return [word.slice(0, at), word.slice(at + 1)]
}

function withField(body: FrameBody, word: string): FrameBody {
  const [field, value] = fieldOf(word)
  if (!(field in body)) throw new TranscriptError(`a ${body.kind} frame has no ${field}`)
  const present: unknown = Reflect.get(body, field)
  return { ...body, [field]: valueLike(present, value) }
}

function valueLike(present: unknown, value: string): unknown {
  if (value === 'none') return null
  if (present instanceof Uint8Array) return OTHER_DIGEST
  if (typeof present === 'number') return Number(value)
  if (typeof present === 'boolean') return value === 'true'
  return value
}

import { digestHex } from '../../aerodb/digest.ts'
import { storedRecords } from '../../aerodb/wal/stored-batch.ts'
import { sameChain } from '../chronicle/point.ts'
import { batchHeaderIn, manifestIn } from '../chronicle/readings.ts'
import { holdsRecords } from '../chronicle/same-records.ts'
import type { FactOf } from '../fact.ts'
import { type Bench, type Invariant, stateless } from '../invariant.ts'

function judge(fact: FactOf<'observed' | 'landed'>, bench: Bench): void {
  if (fact.kind === 'landed') judgeLanding(fact, bench)
  else if (fact.observation.kind === 'durable') judgeStated(fact.node, fact.observation, bench)
}

/** Byte for byte, against the disk of the history's author: what is there now, or was reported durable there once. */
function judgeLanding({ node, purpose, batch }: FactOf<'landed'>, bench: Bench): void {
  if (purpose !== 'replicaAppend' || batch.putBatch === null) return
  const header = batchHeaderIn(batch.putBatch.bytes)
  const { chronicle } = bench
  const named = batch.putManifest === null ? null : manifestIn(batch.putManifest)
  const historyId = named?.historyId ?? chronicle.node(node).historyId
  const author = historyId === null ? null : (chronicle.history(historyId)?.author ?? null)
  if (header === null || author === null) return
  bench.check()
  const { firstLsn, lastLsn } = header
  const { disk } = chronicle.node(author)
  if (!holdsRecords(disk, firstLsn, lastLsn, storedRecords(batch.putBatch.bytes))) {
    bench.breach([], { node, firstLsn, lastLsn, author, lastLsnOfAuthor: disk.lastLsn })
  }
}

/** Where disks are not known: the author has stated the same chain digest at that LSN. */
function judgeStated(
  node: FactOf<'observed'>['node'],
  { lastLsn, chainDigest }: { readonly lastLsn: number; readonly chainDigest: Uint8Array },
  bench: Bench,
): void {
  const { chronicle } = bench
  const author = chronicle.historyOf(node)?.author ?? null
  if (author === null || author === node || chronicle.node(author).disk.isKnown) return
  const [first] = chronicle.node(author).points
  // What the author wrote before anyone listened is not known.
  if (first === undefined || lastLsn < first.lsn) return
  bench.check()
  const stated = chronicle.statedAt(lastLsn)
  if (!stated.some((point) => sameChain(point, chainDigest))) {
    bench.breach([], { node, lastLsn, chain: digestHex(chainDigest), author })
  }
}

export const historyPrefix: Invariant = {
  id: 'history-prefix',
  statement: "What a Replica appends is, byte for byte, what its history's author had made durable at those LSNs.",
  rules: ['LOG-4', 'LOG-5', 'LOG-6', 'LOG-7', 'LOG-9', 'LOG-10', 'LOG-11', 'LOG-13'],
  hears: ['observed durable', 'landed replicaAppend'],
  open: stateless(judge),
}

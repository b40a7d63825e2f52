import { digestHex } from '../../aerodb/digest.ts'
import { pointAt, sameChain } from '../chronicle/point.ts'
import { batchHeaderIn } from '../chronicle/readings.ts'
import type { FactOf } from '../fact.ts'
import { type Bench, type Invariant, stateless } from '../invariant.ts'

function judge(fact: FactOf<'observed' | 'landed'>, bench: Bench): void {
  if (fact.kind === 'landed') judgeLanding(fact, bench)
  else if (fact.observation.kind === 'durable') {
    const { firstLsn, lastLsn } = fact.observation
    const { durableLsn } = bench.chronicle.node(fact.node)
    bench.check()
    if (firstLsn !== durableLsn + 1 || lastLsn < firstLsn) {
      bench.breach([], { node: fact.node, firstLsn, lastLsn, durableLsn })
    }
  }
}

/** What lands goes on behind what was reported durable, and over nothing that is there. */
function judgeLanding({ node, batch }: FactOf<'landed'>, bench: Bench): void {
  const header = batch.putBatch === null ? null : batchHeaderIn(batch.putBatch.bytes)
  if (header === null) return
  const { disk, durableLsn, points } = bench.chronicle.node(node)
  bench.check()
  const { firstLsn, lastLsn, chainBefore } = header
  const onDisk = batch.discardLog === 'all' || disk.soundness === 'unsure' ? 0 : disk.lastLsn
  if (firstLsn !== durableLsn + 1 || firstLsn <= onDisk || lastLsn < firstLsn) {
    bench.breach([], { node, firstLsn, lastLsn, durableLsn, onDisk })
    return
  }
  const before = pointAt(points, firstLsn - 1)
  if (before !== null && !sameChain(before, chainBefore)) {
    bench.breach([], { node, lsn: before.lsn, stated: digestHex(before.chain), stored: digestHex(chainBefore) })
  }
}

export const contiguousWal: Invariant = {
  id: 'contiguous-wal',
  statement:
    'A log grows by whole batches, each behind the last LSN that was reported durable and its chain digest, and never over one that is there.',
  rules: ['WAL-3', 'WAL-7', 'WAL-9', 'WAL-10'],
  hears: ['observed durable', 'landed'],
  open: stateless(judge),
}

import type { FactOf } from '../fact.ts'
import { type Bench, type Invariant, stateless } from '../invariant.ts'

function judge(fact: FactOf<'observed' | 'answered' | 'sent'>, bench: Bench): void {
  const { node } = fact
  const { disk, durableLsn, appliedCommitId } = bench.chronicle.node(node)
  const reportedLsn = disk.isKnown ? disk.reportedLsn : durableLsn
  switch (fact.kind) {
    case 'observed': {
      const { observation } = fact
      if (observation.kind === 'durable') {
        if (disk.isKnown) judgeLsn(fact, observation.lastLsn, disk.reportedLsn, bench)
      } else if (observation.kind === 'applied') judgeLsn(fact, observation.lsn, reportedLsn, bench)
      return
    }
    case 'answered':
      if (fact.outcome.kind !== 'acknowledged') return
      bench.check()
      if (fact.outcome.commitId > appliedCommitId) {
        bench.breach([], { node, acknowledged: fact.outcome.commitId, appliedCommitId })
      }
      return
    case 'sent': {
      const { records, reportsLsn } = fact.frame
      const said = records?.lastLsn ?? reportsLsn
      if (said !== null) judgeLsn(fact, said, reportedLsn, bench)
      return
    }
  }
}

function judgeLsn({ node, kind }: FactOf<'observed' | 'sent'>, lsn: number, reportedLsn: number, bench: Bench): void {
  bench.check()
  if (lsn > reportedLsn) bench.breach([], { node, by: kind, lsn, reportedDurable: reportedLsn })
}

export const durableBeforeVisible: Invariant = {
  id: 'durable-before-visible',
  statement: 'What a node calls durable, applies, acknowledges, ships or reports, its disk had reported durable before.',
  rules: ['WAL-8', 'LOG-11', 'READ-5'],
  hears: ['observed durable', 'observed applied', 'answered write', 'sent records', 'sent report'],
  open: stateless(judge),
}

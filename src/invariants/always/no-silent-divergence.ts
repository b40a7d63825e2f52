import { digestHex } from '../../aerodb/digest.ts'
import { lastCommonPoint, sameChain } from '../chronicle/point.ts'
import { agreeUpTo } from '../chronicle/same-records.ts'
import type { FactOf } from '../fact.ts'
import { type Bench, type Invariant, stateless } from '../invariant.ts'

/** A Primary has opened a session: what the Replica holds up to there has to be the Primary's own. */
function judge({ node, observation }: FactOf<'observed'>, bench: Bench): void {
  const { chronicle } = bench
  if (observation.kind !== 'sessionOpened' || chronicle.node(node).role !== 'PrimaryActive') return
  const lsn = observation.fromLsn - 1
  if (lsn === 0) return
  const primary = chronicle.node(node)
  const replica = chronicle.node(observation.peer)
  const common = lastCommonPoint(primary.points, replica.points, lsn)
  if (common === null) return
  const [own, peers] = common
  bench.check()
  if (!sameChain(own, peers.chain)) {
    const chains = { own: digestHex(own.chain), replicas: digestHex(peers.chain) }
    bench.breach([], { primary: node, replica: replica.name, sessionFromLsn: lsn + 1, lsn: own.lsn, ...chains })
    return
  }
  const areKnown = primary.disk.isKnown && replica.disk.isKnown
  if (areKnown && isWhole(primary.disk) && isWhole(replica.disk) && !agreeUpTo(replica.disk, primary.disk, lsn)) {
    bench.breach([], { primary: node, replica: replica.name, lsn, chain: digestHex(own.chain), recordsDiffer: true })
  }
}

/** Nothing was lost from under the node that runs on it. */
function isWhole(disk: { readonly soundness: string; readonly mayHaveLost: boolean }): boolean {
  return disk.soundness === 'sound' && !disk.mayHaveLost
}

export const noSilentDivergence: Invariant = {
  id: 'no-silent-divergence',
  statement:
    'No session opens over a divergence: up to where it begins, the Replica has the same records as its Primary, and not only the same digest.',
  rules: ['LOG-6', 'LOG-13', 'LOG-15', 'WAL-11', 'MODEL-6'],
  hears: ['observed sessionOpened'],
  open: stateless(judge),
}

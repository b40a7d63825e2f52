import { digestHex, digestsEqual } from '../../aerodb/digest.ts'
import { type Point, sameChain } from '../chronicle/point.ts'
import type { FactOf } from '../fact.ts'
import { type Bench, type Invariant, stateless } from '../invariant.ts'

function judge({ node, observation }: FactOf<'observed'>, bench: Bench): void {
  const point = pointOf(node, observation, bench)
  const known = point === null ? undefined : bench.chronicle.statedAt(point.lsn).find((other) => sameChain(other, point.chain))
  if (point === null || known === undefined) return
  bench.check()
  if (known.commitId === point.commitId && digestsEqual(known.state, point.state)) return
  bench.breach([], {
    node,
    lsn: point.lsn,
    chain: digestHex(point.chain),
    state: digestHex(point.state),
    statedBefore: digestHex(known.state),
    commitId: point.commitId,
    commitIdBefore: known.commitId,
  })
}

function pointOf(node: FactOf<'observed'>['node'], observation: FactOf<'observed'>['observation'], bench: Bench): Point | null {
  if (observation.kind === 'applied') return bench.chronicle.node(node).pointOf(observation)
  if (observation.kind !== 'recovered') return null
  const { lsn, commitId, chainDigest, stateDigest } = observation
  return { lsn, commitId, chain: chainDigest, state: stateDigest }
}

export const equalPrefixEqualDigest: Invariant = {
  id: 'equal-prefix-equal-digest',
  statement:
    'Wherever and whenever a log has the same chain digest, the state after it has the same state digest and the same CommitId.',
  rules: ['MVCC-6', 'RECOVERY-7', 'LOG-16', 'WAL-11'],
  hears: ['observed applied', 'observed recovered'],
  open: stateless(judge),
}

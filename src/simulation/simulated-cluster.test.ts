import { afterEach, expect, test } from 'vitest'
import { digestHex } from '../aerodb/digest.ts'
import { commitId, nodeName } from '../aerodb/ids.ts'
import { Judge } from '../invariants/judge.ts'
import { loadHash128 } from '../platform/hashing.ts'
import { SimulatedCluster } from './simulated-cluster.ts'

const hash = await loadHash128()
const [n1, n2, n3] = [nodeName('n1'), nodeName('n2'), nodeName('n3')]

let judge = new Judge()
afterEach(() => {
  if (judge.breach !== null) throw new Error(`${judge.breach.invariant}: ${JSON.stringify(judge.breach.evidence)}`)
})

function threeNodes(sync: 'each' | 'group' = 'each'): SimulatedCluster {
  judge = new Judge()
  const cluster = new SimulatedCluster({
    hash,
    nodes: [n1, n2, n3],
    primary: n1,
    sync,
    sink: (fact) => judge.take(fact),
    positionEverySteps: 1,
  })
  for (const name of [n1, n2, n3]) cluster.start(name)
  cluster.settle()
  return cluster
}

function put(cluster: SimulatedCluster, id: string, text: string) {
  return cluster.command(n1, {
    kind: 'write',
    operations: [{ op: 'put', collection: 'notes', document: { _id: id, text } }],
    basedOn: null,
  })
}

test('a commit reaches every Replica, and equal prefixes give equal digests (LOG-11, MVCC-6)', () => {
  const cluster = threeNodes()
  const request = put(cluster, 'a', 'one')
  cluster.settle()
  expect(cluster.outcomes.get(request)).toEqual({ kind: 'acknowledged', commitId: 1 })
  const positions = [n1, n2, n3].map((name) => cluster.living(name).position())
  expect(positions.map(({ role }) => role)).toEqual(['PrimaryActive', 'ReplicaActive', 'ReplicaActive'])
  for (const position of positions) {
    expect(position.appliedCommitId).toBe(1)
    expect(position.appliedLsn).toBe(3)
    expect(digestHex(position.stateDigest)).toBe(digestHex(positions[0]?.stateDigest ?? new Uint8Array(16)))
    expect(digestHex(position.chainDigest)).toBe(digestHex(positions[0]?.chainDigest ?? new Uint8Array(16)))
  }
})

test('a frame that overtakes another halts the Replica, durably; resume goes on from its prefix (LOG-5, RECOVERY-8)', () => {
  const cluster = threeNodes()
  put(cluster, 'a', 'one')
  cluster.land(n1)
  put(cluster, 'b', 'two')
  cluster.land(n1)
  cluster.deliver(n1, n3, 1)
  cluster.settle()
  expect(cluster.living(n3).position()).toMatchObject({
    role: 'ReplicationHalted',
    halt: { reason: 'WalGapDetected', rule: 'LOG-5' },
    durableLsn: 1,
  })
  cluster.kill(n3, 'lost')
  cluster.start(n3)
  cluster.settle()
  expect(cluster.living(n3).position()).toMatchObject({ role: 'ReplicationHalted' })
  const resumed = cluster.command(n3, { kind: 'resume' })
  cluster.settle()
  expect(cluster.outcomes.get(resumed)).toMatchObject({ kind: 'done' })
  expect(cluster.living(n3).position()).toMatchObject({ role: 'ReplicaActive', session: 'streaming', appliedCommitId: 2 })
})

test('a Primary that lost acknowledged history halts, and so does the Replica that proves it (LOG-13)', () => {
  const cluster = threeNodes()
  put(cluster, 'a', 'one')
  cluster.settle()
  cluster.kill(n1, 'lost')
  cluster.damage(n1, { kind: 'loseTail', batches: 1 })
  cluster.start(n1)
  cluster.settle()
  expect(cluster.living(n1).position()).toMatchObject({
    role: 'ReplicationHalted',
    halt: { reason: 'HistoryDivergence', rule: 'LOG-13' },
  })
  const halted = [n2, n3].map((name) => cluster.living(name).position()).filter(({ role }) => role === 'ReplicationHalted')
  expect(halted.length).toBeGreaterThan(0)
})

test('a wiped Replica refuses to start and is bootstrapped from the first record (RECOVERY-1, RECOVERY-13)', () => {
  const cluster = threeNodes()
  put(cluster, 'a', 'one')
  cluster.settle()
  cluster.kill(n2, 'lost')
  cluster.damage(n2, { kind: 'wipe' })
  cluster.start(n2)
  cluster.settle()
  expect(cluster.living(n2).position()).toMatchObject({ role: 'StartRefused', refusal: { rule: 'RECOVERY-1' } })
  const done = cluster.command(n2, { kind: 'bootstrap', unproven: 'refuse' })
  cluster.settle()
  expect(cluster.outcomes.get(done)).toMatchObject({ kind: 'done' })
  expect(cluster.living(n2).position()).toMatchObject({ role: 'ReplicaActive', appliedCommitId: 1 })
})

test('a read at a bound sees the version of that bound, on any node (MVCC-1, READ-2)', () => {
  const cluster = threeNodes('group')
  put(cluster, 'a', 'one')
  cluster.settle()
  put(cluster, 'a', 'two')
  cluster.settle()
  const read = (at: number) =>
    cluster.command(n2, { kind: 'read', collection: 'notes', id: 'a', at: { kind: 'commit', commitId: commitId(at) } })
  expect(cluster.outcomes.get(read(1))).toMatchObject({ kind: 'served', version: 1, document: { text: 'one' } })
  expect(cluster.outcomes.get(read(2))).toMatchObject({ kind: 'served', version: 2, document: { text: 'two' } })
  expect(cluster.outcomes.get(read(3))).toMatchObject({ kind: 'refused', error: { rule: 'READ-2' } })
})

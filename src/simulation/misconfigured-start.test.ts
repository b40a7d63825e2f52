import { expect, test } from 'vitest'
import { nodeName } from '../aerodb/ids.ts'
import { loadHash128 } from '../platform/hashing.ts'
import { SimulatedCluster } from './simulated-cluster.ts'

const hash = await loadHash128()
const [n1, n2] = [nodeName('n1'), nodeName('n2')]

/** Two nodes that have run as Primary and Replica; then the Replica, dead, is configured anew and started. */
function restartedReplica(primaries: readonly string[], authority: 'granted' | 'denied') {
  const cluster = new SimulatedCluster({ hash, nodes: [n1, n2], primary: n1, sync: 'each' })
  for (const name of [n1, n2]) cluster.start(name)
  cluster.settle()
  cluster.kill(n2, 'lost')
  cluster.configure(n2, { primaries: primaries.map(nodeName) })
  cluster.at(n2).authorityPolicy = authority
  cluster.start(n2)
  cluster.settle()
  return cluster
}

test('a configuration that names two Primaries halts a node, whatever its disk was (MODEL-1 before MODEL-2 and MODEL-10)', () => {
  const cluster = restartedReplica(['n1', 'n2'], 'denied')
  expect(cluster.living(n2).position()).toMatchObject({
    role: 'ReplicationHalted',
    halt: { reason: 'AuthorityAmbiguity', rule: 'MODEL-1' },
  })
})

test('a second Primary beside a running one is a question of authority first (MODEL-2 before MODEL-10)', () => {
  const cluster = restartedReplica(['n2'], 'denied')
  expect(cluster.living(n2).position()).toMatchObject({
    role: 'ReplicationHalted',
    halt: { reason: 'AuthorityAmbiguity', rule: 'MODEL-2' },
  })
  expect(cluster.living(n1).position().role).toBe('PrimaryActive')
})

test("a Replica's disk is not started as Primary, though the authority is free (MODEL-10)", () => {
  const cluster = restartedReplica(['n2'], 'granted')
  expect(cluster.living(n2).position()).toMatchObject({
    role: 'ReplicationHalted',
    halt: { reason: 'ConfigurationError', rule: 'MODEL-10' },
  })
})

test.each([
  ['denied'],
  ['granted'],
] as const)('the way out is to configure the node anew and to start it (MODEL-8, authority %s)', (authority) => {
  const cluster = restartedReplica(['n2'], authority)
  cluster.kill(n2, 'lost')
  cluster.start(n2)
  cluster.settle()
  expect(cluster.living(n2).position().role).toBe('ReplicationHalted')
  cluster.kill(n2, 'lost')
  cluster.configure(n2, { primaries: [n1] })
  cluster.start(n2)
  cluster.settle()
  expect(cluster.living(n2).position()).toMatchObject({ role: 'ReplicaActive', session: 'streaming' })
})

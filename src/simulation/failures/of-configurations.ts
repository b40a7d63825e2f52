import type { NodeConfiguration } from '../../aerodb/configuration.ts'
import type { Hash128 } from '../../aerodb/digest.ts'
import type { AuthorityPolicy } from '../choice.ts'
import { withProtocol } from '../forgery.ts'
import { N1, N2, N3, Rehearsal } from '../rehearsal.ts'
import { type Failure, halted, must } from './ending.ts'

const steady = (hash: Hash128): Rehearsal => {
  const rehearsal = Rehearsal.steady({ hash })
  rehearsal.putAndSettle('a', 'one')
  return rehearsal
}

/** A node is stopped, configured, and started again. */
function configured(
  rehearsal: Rehearsal,
  name: typeof N1,
  changes: Partial<Pick<NodeConfiguration, 'clusterId' | 'nodes' | 'primaries'>>,
  authority: AuthorityPolicy = 'byLock',
): Rehearsal {
  const { cluster } = rehearsal
  if (cluster.at(name).node !== null) cluster.kill(name, 'lost')
  cluster.configure(name, changes)
  cluster.at(name).authorityPolicy = authority
  cluster.start(name)
  cluster.settle()
  return rehearsal
}

/** A Primary that is not halted: what another's fault is to it. */
function goesOn(rehearsal: Rehearsal, name: typeof N1): void {
  must(rehearsal.position(name).role === 'PrimaryActive', `${name} does not go on`)
}

/** n2 has a disk of its own cluster, which the host takes for one of this cluster. */
function ofAnotherCluster(hash: Hash128): Rehearsal {
  const rehearsal = steady(hash)
  const { cluster } = rehearsal
  cluster.kill(N2, 'lost')
  cluster.damage(N2, { kind: 'recreate', clusterId: 'another' })
  return configured(rehearsal, N2, { clusterId: 'another' })
}

export const OF_CONFIGURATIONS: readonly Failure[] = [
  ...[
    { situation: 'two Primaries', primaries: [N1, N2] },
    { situation: 'no Primary', primaries: [] },
  ].map(({ situation, primaries }) => ({
    id: 'FAIL-50' as const,
    situation: `every node's configuration names ${situation}`,
    happen: (hash: Hash128) => {
      const rehearsal = steady(hash)
      for (const name of [N1, N2, N3]) configured(rehearsal, name, { primaries })
      return halted(rehearsal, N1, N2, N3)
    },
  })),
  {
    id: 'FAIL-51',
    situation: 'a second node is configured as the one Primary, and the first runs',
    happen: (hash) => {
      const rehearsal = configured(steady(hash), N3, { primaries: [N3] })
      goesOn(rehearsal, N1)
      return halted(rehearsal, N3)
    },
  },
  {
    id: 'FAIL-52',
    situation: 'the authority was granted to two, and they meet',
    happen: (hash) => {
      const rehearsal = new Rehearsal({ hash })
      rehearsal.cluster.start(N1)
      rehearsal.cluster.settle()
      configured(rehearsal, N3, { primaries: [N3] }, 'granted')
      return halted(rehearsal, N1, N3)
    },
  },
  {
    id: 'FAIL-53',
    situation: 'a Replica meets a Primary that is not the one it is configured with',
    happen: (hash) => {
      const rehearsal = configured(steady(hash), N2, { primaries: [N3] })
      goesOn(rehearsal, N1)
      return halted(rehearsal, N2)
    },
  },
  {
    id: 'FAIL-54',
    situation: "a Replica's member list is not the Primary's",
    happen: (hash) => {
      const rehearsal = configured(steady(hash), N2, { nodes: [N1, N2] })
      goesOn(rehearsal, N1)
      return halted(rehearsal, N2)
    },
  },
  {
    id: 'FAIL-55',
    situation: 'a Replica of another cluster',
    happen: (hash) => {
      const rehearsal = ofAnotherCluster(hash)
      goesOn(rehearsal, N1)
      return halted(rehearsal, N2)
    },
  },
  {
    id: 'FAIL-55',
    situation: 'a Primary of another protocol version',
    happen: (hash) => {
      const rehearsal = steady(hash)
      rehearsal.put('b', 'two')
      rehearsal.landAll(N1)
      rehearsal.cluster.deliver(N1, N2, 0, (bytes) => withProtocol(bytes, 2))
      rehearsal.cluster.settle()
      goesOn(rehearsal, N1)
      return halted(rehearsal, N2)
    },
  },
  {
    id: 'FAIL-56',
    situation: 'a Primary whose disk was made anew, and that began another history',
    happen: (hash) => {
      const rehearsal = steady(hash)
      const { cluster } = rehearsal
      cluster.kill(N1, 'lost')
      cluster.damage(N1, { kind: 'recreate', clusterId: cluster.clusterId })
      cluster.start(N1)
      cluster.settle()
      goesOn(rehearsal, N1)
      return halted(rehearsal, N2, N3)
    },
  },
  ...[
    { name: N1, primaries: [N2], situation: "a Primary's disk is started as a Replica's" },
    { name: N2, primaries: [N2], situation: "a Replica's disk is started as a Primary's" },
  ].map(({ name, primaries, situation }) => ({
    id: 'FAIL-57' as const,
    situation,
    happen: (hash: Hash128) => {
      const rehearsal = steady(hash)
      rehearsal.cluster.kill(N1, 'lost')
      return halted(configured(rehearsal, name, { primaries }), name)
    },
  })),
]

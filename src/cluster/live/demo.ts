import { type NoteOperation, noteOperation } from '../../platform/generated-write.ts'
import type { ClusterConfiguration } from '../contract.ts'
import type { LiveCluster } from './live-cluster.ts'
import { type ClusterRecord, newCluster, withWorkload } from './registry-record.ts'

/** What a person meets first: three nodes, a little data, and a gentle workload. */
const DEMO_CONFIGURATION: ClusterConfiguration = { nodes: ['n1', 'n2', 'n3'], primary: 'n1', sync: 'each' }
const DEMO_PRIMARY = 'n1'
const DEMO_WORKLOAD = { commitsPerSecond: 3, clients: 1 }

const FIRST_WRITE_SETS = 8
const NOTES_IN_EACH = 2

/** The write sets of the little data, each a commit: a few documents more than once, and one deleted. */
const DEMO_DATA: readonly (readonly NoteOperation[])[] = Array.from({ length: FIRST_WRITE_SETS }, (_, index) =>
  Array.from({ length: NOTES_IN_EACH }, (__, place) => noteOperation(index * NOTES_IN_EACH + place)),
)

/** Its workload is there from the start, and comes back after a reload unless a person has stopped it. */
export function newDemo(): ClusterRecord {
  const clusterId = `demo-${DEMO_CONFIGURATION.nodes.length}-${crypto.randomUUID().slice(0, 4)}`
  return withWorkload(newCluster(clusterId, 'demo', DEMO_CONFIGURATION), DEMO_PRIMARY, DEMO_WORKLOAD)
}

/** Writes the little data, unless someone is faster and does something else with the cluster. */
export async function seedDemo(cluster: LiveCluster): Promise<void> {
  const { clusterId } = cluster.view()
  await cluster.ready
  for (const operations of DEMO_DATA) {
    const primary = cluster.view().nodes.find(({ name }) => name === DEMO_PRIMARY)
    if (cluster.view().clusterId !== clusterId || primary?.life !== 'alive') return
    await cluster.write(DEMO_PRIMARY, operations)
  }
}

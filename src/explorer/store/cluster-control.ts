import type { ClusterConfiguration } from '../../cluster/contract.ts'

/** What can be done to the cluster as a whole, by whoever opened it. Both resolve once every node has a role or has refused to start. */
export interface ClusterControl {
  /** Destroys the cluster shown, disks included, and starts a fresh one, with no data and no workload. */
  readonly create: (configuration: ClusterConfiguration) => Promise<void>
  /** The same, with the demo's three nodes, a little data and a gentle workload. */
  readonly createDemo: () => Promise<void>
}

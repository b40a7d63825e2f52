import type { NodeConfiguration } from '../../aerodb/configuration.ts'
import { nodeName } from '../../aerodb/ids.ts'
import type { Workload } from '../cluster.ts'
import type { ClusterConfiguration, NodeName } from '../contract.ts'
import { type FaultsRecord, NO_FAULTS } from '../faults-record.ts'
import { ownValue } from '../own-value.ts'

/** What the page must know of its cluster to run it again after a reload. What nodes know is on their own disks. */
export interface ClusterRecord {
  readonly clusterId: string
  /** The demo takes its workload up again after a reload; a cluster that someone created has none. */
  readonly origin: 'demo' | 'created'
  readonly configuration: ClusterConfiguration
  readonly nodes: Readonly<Record<NodeName, NodeRecord>>
  readonly faults: FaultsRecord
}

export interface NodeRecord {
  /** How often it was started. */
  readonly starts: number
  /** Where it is configured otherwise than the cluster. */
  readonly override: Partial<ClusterConfiguration>
  /** How often it was configured since it was created. */
  readonly configured: number
  readonly workload: Workload | null
}

/** Disks that are to be deleted: kept until they are, so that no reload in between leaves any behind. */
export interface DiscardedCluster {
  readonly clusterId: string
  readonly nodes: readonly NodeName[]
}

export interface RegistryRecord {
  readonly format: 2
  readonly current: ClusterRecord | null
  readonly discarded: readonly DiscardedCluster[]
}

export const EMPTY_REGISTRY: RegistryRecord = { format: 2, current: null, discarded: [] }

/** The first format kept no faults. */
interface FirstRegistryRecord {
  readonly format: 1
  readonly current: Omit<ClusterRecord, 'faults'> | null
  readonly discarded: readonly DiscardedCluster[]
}

export type StoredRegistryRecord = RegistryRecord | FirstRegistryRecord

/** As this build has it; null for what a later one wrote. */
export function registryRecordOf(stored: StoredRegistryRecord): RegistryRecord | null {
  switch (stored.format) {
    case 2:
      return stored
    case 1: {
      const { current, discarded } = stored
      return { format: 2, current: current === null ? null : { ...current, faults: NO_FAULTS }, discarded }
    }
    default:
      return null
  }
}

const NEVER_STARTED: NodeRecord = { starts: 0, override: {}, configured: 0, workload: null }

export function newCluster(
  clusterId: string,
  origin: ClusterRecord['origin'],
  configuration: ClusterConfiguration,
): ClusterRecord {
  const nodes = Object.fromEntries(configuration.nodes.map((node) => [node, NEVER_STARTED]))
  return { clusterId, origin, configuration, nodes, faults: NO_FAULTS }
}

export function nodeRecordOf(record: ClusterRecord, node: NodeName): NodeRecord {
  return ownValue(record.nodes, node) ?? NEVER_STARTED
}

export function withStart(record: ClusterRecord, node: NodeName): ClusterRecord {
  return withNode(record, node, { starts: nodeRecordOf(record, node).starts + 1 })
}

/** A change adds to what was changed before. */
export function withOverride(record: ClusterRecord, node: NodeName, change: Partial<ClusterConfiguration>): ClusterRecord {
  const { override, configured } = nodeRecordOf(record, node)
  return withNode(record, node, { override: { ...override, ...change }, configured: configured + 1 })
}

/** Remembered for the demo only. */
export function withWorkload(record: ClusterRecord, node: NodeName, workload: Workload | null): ClusterRecord {
  return record.origin === 'demo' ? withNode(record, node, { workload }) : record
}

function withNode(record: ClusterRecord, node: NodeName, change: Partial<NodeRecord>): ClusterRecord {
  return { ...record, nodes: { ...record.nodes, [node]: { ...nodeRecordOf(record, node), ...change } } }
}

export function discardedOf({ clusterId, configuration }: ClusterRecord): DiscardedCluster {
  return { clusterId, nodes: configuration.nodes }
}

/** What an operator has configured this node with: the cluster's configuration, but for its own changes. */
export function nodeConfigurationOf(record: ClusterRecord, node: NodeName): NodeConfiguration {
  const { nodes, primary, sync } = { ...record.configuration, ...nodeRecordOf(record, node).override }
  return {
    clusterId: record.clusterId,
    node: nodeName(node),
    nodes: nodes.map(nodeName),
    primaries: [primary].flat().map(nodeName),
    sync: sync ?? 'each',
    revision: nodeRecordOf(record, node).configured,
  }
}

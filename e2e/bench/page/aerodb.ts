import type { ClusterConfiguration, NodeState } from '../../../src/cluster/contract.ts'
import { LiveCluster } from '../../../src/cluster/live/live-cluster.ts'
import { Registry } from '../../../src/cluster/live/registry.ts'
import { newCluster } from '../../../src/cluster/live/registry-record.ts'
import { replaceDisks } from '../../../src/cluster/live/replacement.ts'
import type { DriveReport } from '../../../src/host/drive.ts'
import { diskName } from '../../../src/host/names.ts'
import { BODY_BYTES } from '../measure/documents.ts'
import type { WriteLoad } from '../measure/load.ts'
import type { ReadBackReply } from '../workers/read-back.ts'

const CLUSTER_ID = 'bench'
const PRIMARY = 'n1'

export interface AeroLoad extends WriteLoad {
  readonly sync: 'each' | 'group'
  readonly replicas: number
}

/** Rates per second of the measured window. A Replica's are the slower one's; 0 where there is none. */
export interface AeroResult {
  readonly primary: number
  readonly replicaDurable: number
  readonly replicaApplied: number
  readonly latencyMillis: DriveReport['latencyMillis']
}

/** A cluster as the product runs it, its input log included, with one Primary and as many Replicas. */
async function createCluster(replicas: number, sync: 'each' | 'group'): Promise<LiveCluster> {
  const nodes = Array.from({ length: replicas + 1 }, (_, index) => `n${index + 1}`)
  const configuration: ClusterConfiguration = { nodes, primary: PRIMARY, sync }
  const registry = await Registry.open()
  const record = newCluster(CLUSTER_ID, 'created', configuration)
  await replaceDisks(registry, record)
  const cluster = new LiveCluster(registry, record, 'created')
  await cluster.ready
  await cluster.settled()
  return cluster
}

async function drive(cluster: LiveCluster, load: WriteLoad, until: { millis: number } | { commits: number }, firstIndex: number) {
  const { clients, documentsPerCommit } = load
  const report = await cluster.drive(PRIMARY, { clients, documentsPerCommit, bodyBytes: BODY_BYTES, until, firstIndex })
  if (report.refused !== null) throw new Error(`AeroDB refused a write: ${report.refused.code}`)
  return report
}

const slowest = (states: readonly NodeState[], before: readonly NodeState[], field: 'durableLsn' | 'appliedLsn') =>
  Math.min(...states.slice(1).map((state, index) => state[field] - (before[index + 1]?.[field] ?? 0)))

/** Drives a fresh cluster: until it is warm, then for the measured window. */
export async function measureAero(load: AeroLoad): Promise<AeroResult> {
  const cluster = await createCluster(load.replicas, load.sync)
  const warm = await drive(cluster, load, { millis: load.warmupMillis }, 0)
  const before = cluster.state().nodes
  const report = await drive(cluster, load, { millis: load.measuredMillis }, warm.commits)
  const after = cluster.state().nodes

  const primary = (report.commits / report.elapsedMillis) * 1000
  const shipped = (after[0]?.durableLsn ?? 0) - (before[0]?.durableLsn ?? 0)
  const share = (field: 'durableLsn' | 'appliedLsn') =>
    load.replicas === 0 ? 0 : (slowest(after, before, field) / shipped) * primary
  return {
    primary,
    replicaDurable: share('durableLsn'),
    replicaApplied: share('appliedLsn'),
    latencyMillis: report.latencyMillis,
  }
}

/** Writes so many commits to a fresh node and ends it, so that its disk can be looked at. */
export async function fill(load: WriteLoad, commits: number): Promise<void> {
  const cluster = await createCluster(0, 'group')
  await drive(cluster, load, { commits }, 0)
  await cluster.settled()
  await cluster.kill(PRIMARY)
}

/** Milliseconds from the start of a worker on the disk that this profile holds until the node is PrimaryActive. */
export async function recover(): Promise<number> {
  const registry = await Registry.open()
  const { current } = registry.record
  if (current === null) throw new Error('this profile holds no cluster')
  const began = performance.now()
  const cluster = new LiveCluster(registry, current, 'found')
  await cluster.ready
  const elapsedMillis = performance.now() - began
  const role = cluster.state().nodes[0]?.role
  if (role !== 'PrimaryActive') throw new Error(`the node recovered to ${role ?? 'nothing'}`)
  return elapsedMillis
}

/** Milliseconds from the start of a worker until it has read every stored batch of the same disk. */
export function readBack(): Promise<ReadBackReply & { readonly elapsedMillis: number }> {
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const worker = new Worker(new URL('../workers/read-back.ts', import.meta.url), { type: 'module' })
    worker.onmessage = (event: MessageEvent<ReadBackReply>) =>
      resolve({ ...event.data, elapsedMillis: performance.now() - began })
    worker.onerror = (event) => reject(new Error(event.message))
    worker.postMessage({ clusterId: CLUSTER_ID, node: PRIMARY })
  })
}

const bytesOf = (values: readonly unknown[]) => values.filter((value) => value instanceof Uint8Array)

/** The last `count` values that AeroDB stored on this profile's disk. */
export async function storedValues(count: number): Promise<readonly Uint8Array[]> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(diskName(CLUSTER_ID, PRIMARY))
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  return new Promise((resolve, reject) => {
    const request = database.transaction('wal').objectStore('wal').getAll()
    request.onsuccess = () => resolve(bytesOf(request.result).slice(-count))
    request.onerror = () => reject(request.error)
  })
}

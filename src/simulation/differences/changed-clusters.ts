import { requestId } from '../../aerodb/ids.ts'
import type { ClusterState } from '../cluster-state.ts'
import { N1, N2 } from '../rehearsal.ts'
import type { SimulatedCluster } from '../simulated-cluster.ts'
import { SimulatedDisk } from '../simulated-disk.ts'
import { type Lane, SimulatedLinks } from '../simulated-links.ts'
import type { Persist, SimulatedNode } from '../simulated-node.ts'
import { there, variants } from './difference.ts'
import {
  ASKED,
  CLUSTER_STATE,
  CRASH,
  DISK_BATCH,
  DISK_CONTENTS,
  LANE,
  LINKS,
  PERSIST,
  SENT_FRAME,
  SIMULATED_NODE,
  STORED_BATCH,
} from './of-clusters.ts'

/** States of a cluster, each another, with one field of one of its parts changed. N1 writes; a frame is under way from N1 to N2; someone waits for an answer. */
interface ClusterChanges {
  readonly part: string
  readonly changed: (cluster: SimulatedCluster) => readonly (readonly [field: string, ClusterState])[]
}

export function stateOf(cluster: SimulatedCluster): ClusterState {
  const { nodes, links, outcomes, asked, requests, steps } = cluster.fork()
  return { nodes: new Map(nodes), links, outcomes: new Map(outcomes), asked: new Map(asked), requests, steps }
}

function withNode(cluster: SimulatedCluster, change: Partial<SimulatedNode>): ClusterState {
  const state = stateOf(cluster)
  return { ...state, nodes: new Map(state.nodes).set(N1, { ...cluster.at(N1), ...change }) }
}

function withWriting(cluster: SimulatedCluster, change: Partial<Persist>): ClusterState {
  return withNode(cluster, { writing: { ...there(cluster.at(N1).writing), ...change } })
}

function withLane(cluster: SimulatedCluster, change: Partial<Lane>): ClusterState {
  const state = stateOf(cluster)
  const { lanes, epochs } = state.links
  const changed = lanes.map((lane) => (lane.from === N1 && lane.to === N2 ? { ...lane, ...change } : lane))
  return { ...state, links: new SimulatedLinks([], { lanes: changed, epochs }) }
}

function named<Value>(
  changed: readonly (readonly [string, Value])[],
  place: (value: Value) => ClusterState,
): readonly (readonly [string, ClusterState])[] {
  return changed.map(([field, value]) => [field, place(value)] as const)
}

/** Every part of a cluster that its digest takes in field by field. */
export const CLUSTER_CHANGES: readonly ClusterChanges[] = [
  { part: 'cluster', changed: (cluster) => variants(stateOf(cluster), CLUSTER_STATE) },
  {
    part: 'node in its host',
    changed: (cluster) => named(variants(cluster.at(N1), SIMULATED_NODE), (node) => withNode(cluster, node)),
  },
  {
    part: 'state of a node',
    changed: (cluster) => {
      const node = there(cluster.at(N1).node?.fork())
      node.step({ kind: 'command', request: requestId('another'), command: { kind: 'openReadView', at: null } })
      return [['node', withNode(cluster, { node })]]
    },
  },
  {
    part: 'armed crash',
    changed: (cluster) => {
      const armed = { effects: 1, batch: 'lost' } as const
      cluster.at(N1).crash = armed
      return named(variants(armed, CRASH), (crash) => withNode(cluster, { crash }))
    },
  },
  {
    part: 'disk',
    changed: (cluster) => {
      const contents = cluster.at(N1).disk.contents()
      const whole = [['past', contents] as const, ...variants(contents, DISK_CONTENTS)]
      return named(whole, (other) => withNode(cluster, { disk: new SimulatedDisk(other) }))
    },
  },
  {
    part: 'batch on a disk',
    changed: (cluster) => {
      const { manifest, batches } = cluster.at(N1).disk.contents()
      const own = there(batches[1])
      const others = [['past', own] as const, ...variants(own, STORED_BATCH)]
      return named(others, (batch) => {
        return withNode(cluster, { disk: new SimulatedDisk({ manifest, batches: batches.with(1, batch) }) })
      })
    },
  },
  {
    part: 'batch on its way',
    changed: (cluster) => named(variants(there(cluster.at(N1).writing), PERSIST), (writing) => withWriting(cluster, writing)),
  },
  {
    part: 'contents of a batch on its way',
    changed: (cluster) => {
      const { batch } = there(cluster.at(N1).writing)
      return named(variants(batch, DISK_BATCH), (other) => withWriting(cluster, { batch: other }))
    },
  },
  {
    part: 'manifest on its way',
    changed: (cluster) => {
      const { batch } = there(cluster.at(N1).writing)
      const place = (putManifest: Uint8Array) => withWriting(cluster, { batch: { ...batch, putManifest } })
      return [
        ['one', place(new Uint8Array(4))],
        ['other', place(new Uint8Array(5))],
      ]
    },
  },
  {
    part: 'records on their way',
    changed: (cluster) => {
      const { batch } = there(cluster.at(N1).writing)
      return named(variants(there(batch.putBatch), STORED_BATCH), (putBatch) =>
        withWriting(cluster, { batch: { ...batch, putBatch } }),
      )
    },
  },
  {
    part: 'links',
    changed: (cluster) =>
      named(variants({ lanes: cluster.links.lanes, epochs: cluster.links.epochs }, LINKS), (links) => ({
        ...stateOf(cluster),
        links: new SimulatedLinks([], links),
      })),
  },
  {
    part: 'direction of a link',
    changed: (cluster) => named(variants(there(cluster.links.lane(N1, N2)), LANE), (lane) => withLane(cluster, lane)),
  },
  {
    part: 'frame under way',
    changed: (cluster) =>
      named(variants(there(cluster.frames(N1, N2)[0]), SENT_FRAME), (frame) => withLane(cluster, { frames: [frame] })),
  },
  {
    part: 'request that waits',
    changed: (cluster) => {
      const [request, asked] = there([...cluster.asked][0])
      return named(variants(asked, ASKED), (other) => ({
        ...stateOf(cluster),
        asked: new Map(cluster.asked).set(request, other),
      }))
    },
  },
]

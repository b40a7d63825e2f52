import type { DiskBatch, DiskContents, StoredBatch } from '../../aerodb/disk.ts'
import { batchId, lsn, nodeName, requestId } from '../../aerodb/ids.ts'
import type { Asked, ClusterState } from '../cluster-state.ts'
import { SimulatedDisk } from '../simulated-disk.ts'
import { type Lane, type LinksState, type SentFrame, SimulatedLinks } from '../simulated-links.ts'
import type { Persist, SimulatedNode } from '../simulated-node.ts'
import { differs, leftOut, type Parts } from './difference.ts'

const IN_ITS_PLACE = leftOut('nodes and directions stand in the order of the scope, from the beginning on')
const IN_THE_HEADER = leftOut('the header of the batch says it too, and no fault of a disk moves a batch to another key')

export const STORED_BATCH: Parts<StoredBatch> = {
  firstLsn: IN_THE_HEADER,
  bytes: differs((own) => own.with(0, (own[0] ?? 0) ^ 1)),
}

export const DISK_CONTENTS: Parts<DiskContents> = {
  manifest: differs((): DiskContents['manifest'] => null),
  batches: differs((own) => own.slice(1)),
}

export const DISK_BATCH: Parts<DiskBatch> = {
  discardLog: differs((own) => (own === 'all' ? 'keep' : 'all')),
  putManifest: differs((own) => (own === null ? new Uint8Array(4) : null)),
  putBatch: differs((own) => (own === null ? { firstLsn: lsn(1), bytes: new Uint8Array(4) } : null)),
}

export const PERSIST: Parts<Persist> = {
  kind: leftOut('it has no other'),
  id: differs((own) => batchId(own + 1)),
  purpose: differs((own) => (own === 'halt' ? 'resume' : 'halt')),
  batch: differs((own) => ({ ...own, putManifest: new Uint8Array(5) })),
}

export const SIMULATED_NODE: Parts<SimulatedNode> = {
  name: IN_ITS_PLACE,
  seat: leftOut('it says whose to change the node is, and nothing of what the node does'),
  digest: leftOut('it is computed from all else'),
  disk: differs(() => new SimulatedDisk()),
  configuration: differs((own) => ({ ...own, sync: own.sync === 'each' ? 'group' : 'each' })),
  authorityPolicy: differs((own) => (own === 'byLock' ? 'granted' : 'byLock')),
  holdsAuthority: differs((own) => !own),
  starts: differs((own) => own + 1),
  node: differs((): SimulatedNode['node'] => null),
  writing: differs((): SimulatedNode['writing'] => null),
  diskIsFull: differs((own) => !own),
  crash: differs((own) => (own === null ? { effects: 0, batch: 'lost' } : null)),
}

/** Of an armed crash: when it strikes, and what becomes of the batch then. */
export const CRASH: Parts<NonNullable<SimulatedNode['crash']>> = {
  effects: differs((own) => own + 1),
  batch: differs((own) => (own === 'lost' ? 'lands' : 'lost')),
}

export const SENT_FRAME: Parts<SentFrame> = {
  kind: leftOut('it has no other'),
  peer: IN_ITS_PLACE,
  label: leftOut('read from the bytes of the frame'),
  bytes: differs((own) => own.with(0, (own[0] ?? 0) ^ 1)),
}

export const LANE: Parts<Lane> = {
  from: IN_ITS_PLACE,
  to: IN_ITS_PLACE,
  isUp: differs((own) => !own),
  condition: differs((own) => (own === 'hold' ? 'cut' : 'hold')),
  frames: differs((own) => own.slice(1)),
}

export const LINKS: Parts<LinksState> = {
  lanes: differs((own) => own.map((lane) => ({ ...lane, frames: [] }))),
  epochs: differs((own) => own + 1),
}

export const ASKED: Parts<Asked> = {
  node: differs((own) => nodeName(`${own}'`)),
  command: differs((): Asked['command'] => ({ kind: 'resume' })),
}

export const CLUSTER_STATE: Parts<ClusterState> = {
  nodes: differs((own) => {
    const [first, ...others] = [...own]
    return new Map(first === undefined ? others : [[first[0], { ...first[1], starts: 99 }], ...others])
  }),
  links: differs((own) => new SimulatedLinks([], { lanes: own.lanes, epochs: own.epochs + 1 })),
  outcomes: leftOut('what has been answered matters to nobody but a judge, who remembers it'),
  asked: differs((own) => new Map([...own].map(([request, asked]) => [requestId(`${request}'`), asked] as const))),
  requests: differs((own) => own + 1),
  steps: leftOut('it says when positions are stated; in a search they are after every step'),
}

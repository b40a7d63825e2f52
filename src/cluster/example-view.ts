import type { NodeConfiguration } from '../aerodb/configuration.ts'
import { commitId, incarnation, lsn, nodeName } from '../aerodb/ids.ts'
import type { Position } from '../aerodb/observation.ts'
import type { ClusterView, LinkView, NodeView } from './cluster.ts'

/** A cluster as it may be observed, for tests of what is derived from a view: n1 is Primary at commit 46, n2 and n3 follow. */

const MEMBERS = ['n1', 'n2', 'n3'].map(nodeName)

export function examplePosition(differs: Partial<Position> = {}): Position {
  return {
    role: 'ReplicaActive',
    incarnation: incarnation(1),
    historyId: '7f3a5c1e9b2d4f6081a3c5e7f9b1d3f5',
    diskRole: 'replica',
    halt: null,
    refusal: null,
    session: 'streaming',
    retainedFrom: lsn(1),
    receivedLsn: lsn(142),
    durableLsn: lsn(139),
    appliedLsn: lsn(136),
    appliedCommitId: commitId(44),
    chainDigest: new Uint8Array(16).fill(0x5a),
    stateDigest: new Uint8Array(16).fill(0xa7),
    visibilityFloor: commitId(0),
    readViews: [],
    primaryDurableLsn: lsn(142),
    primaryCommitId: commitId(46),
    peers: [],
    waitingWrites: 0,
    batchInFlight: false,
    framesDuplicate: 0,
    framesOtherSession: 0,
    ...differs,
  }
}

function exampleConfiguration(name: string, differs: Partial<NodeConfiguration> = {}): NodeConfiguration {
  return {
    clusterId: 'demo-3',
    node: nodeName(name),
    nodes: MEMBERS,
    primaries: [nodeName('n1')],
    sync: 'each',
    revision: 0,
    ...differs,
  }
}

export function exampleNode(name: string, differs: Partial<NodeView> = {}): NodeView {
  return {
    name,
    life: 'alive',
    configuration: exampleConfiguration(name),
    position: examplePosition(),
    starts: 1,
    workload: null,
    armedCrash: null,
    operatorWaits: null,
    death: null,
    ...differs,
  }
}

export function examplePrimary(differs: Partial<Position> = {}): NodeView {
  return exampleNode('n1', {
    position: examplePosition({
      role: 'PrimaryActive',
      session: null,
      receivedLsn: lsn(142),
      durableLsn: lsn(142),
      appliedLsn: lsn(142),
      appliedCommitId: commitId(46),
      primaryDurableLsn: lsn(0),
      primaryCommitId: commitId(0),
      peers: [
        {
          peer: nodeName('n2'),
          session: 'streaming',
          sentLsn: lsn(142),
          reportedDurableLsn: lsn(139),
          reportedAppliedCommitId: commitId(44),
          stalled: false,
        },
        {
          peer: nodeName('n3'),
          session: 'none',
          sentLsn: lsn(0),
          reportedDurableLsn: lsn(130),
          reportedAppliedCommitId: commitId(42),
          stalled: false,
        },
      ],
      ...differs,
    }),
  })
}

export function exampleLink(from: string, to: string, differs: Partial<LinkView> = {}): LinkView {
  return {
    from,
    to,
    up: true,
    partitioned: false,
    epoch: 1,
    condition: { kind: 'pass' },
    conditionRemaining: null,
    held: 0,
    inFlight: 0,
    delivered: 12,
    lost: 0,
    hurt: (differs.condition?.kind ?? 'pass') !== 'pass' || (differs.held ?? 0) > 0,
    carriesLog: from === 'n1' || to === 'n1',
    ...differs,
  }
}

export function exampleView(differs: Partial<ClusterView> = {}): ClusterView {
  const nodes = [examplePrimary(), exampleNode('n2'), exampleNode('n3')]
  return {
    clusterId: 'demo-3',
    configuration: { nodes: [...MEMBERS], primary: 'n1', sync: 'each' },
    nodes,
    links: nodes.flatMap(({ name: from }) =>
      nodes.filter(({ name }) => name !== from).map(({ name: to }) => exampleLink(from, to)),
    ),
    ledger: { acknowledged: 46, rejected: 0, unknown: 0 },
    revision: 1,
    ...differs,
  }
}

import type { Evidence } from '../../aerodb/error.ts'
import type { Guard } from '../../aerodb/rules/guard.ts'
import type { CrashPoint } from '../../platform/crash-point.ts'
import type { NodeName, OperatorCommand } from '../contract.ts'

/**
 * Whether a command is possible at all: asked by the cluster before a node is, and by the page before a button is enabled. What a node then
 * refuses is its own to say. Each stands under its rule in `public/specs/OPERATION.md`.
 */

type Life = 'dead' | 'starting' | 'alive'
type CommandGuard<Facts extends readonly unknown[]> = Guard<Facts> & { readonly severity: 'REJECT' }

const memberNamed: CommandGuard<[node: string, members: readonly NodeName[]]> = {
  rule: 'CLUSTER-1',
  code: 'AERO_CLUSTER_NO_SUCH_NODE',
  severity: 'REJECT',
  holds: (node, members) => members.includes(node),
  evidence: (node, members) => ({ node, members }),
  message: (node) => `no node is named ${node}`,
}

/** `got`: what there is in place of what is expected; null where it is as expected. */
const requestWellFormed: CommandGuard<[what: string, expected: string, got: string | null]> = {
  rule: 'CLUSTER-2',
  code: 'AERO_REQUEST_MALFORMED',
  severity: 'REJECT',
  holds: (_what, _expected, got) => got === null,
  evidence: (what, expected, got) => ({ what, expected, got }),
  message: (what, expected, got) => `${what} must be ${expected}, and is ${got}`,
}

/** `then`: what follows for whoever asks. */
const nodeRuns: CommandGuard<[node: NodeName, life: Life, then: string]> = {
  rule: 'CLUSTER-3',
  code: 'AERO_NODE_DEAD',
  severity: 'REJECT',
  holds: (_node, life) => life !== 'dead',
  evidence: (node, life) => ({ node, life }),
  message: (node, _life, then) => `node ${node} is dead: ${then}`,
}

/** `then`: what follows for whoever asks. */
const nodeIsDead: CommandGuard<[node: NodeName, life: Life, then: string]> = {
  rule: 'CLUSTER-4',
  code: 'AERO_NODE_ALIVE',
  severity: 'REJECT',
  holds: (_node, life) => life === 'dead',
  evidence: (node, life) => ({ node, life }),
  message: (node, _life, then) => `node ${node} runs: ${then}`,
}

/** `held`: the first and the last LSN on the disk; null where it holds no record. */
const recordHeld: CommandGuard<[node: NodeName, lsn: number, held: { readonly first: number; readonly last: number } | null]> = {
  rule: 'CLUSTER-5',
  code: 'AERO_DISK_LSN_NOT_HELD',
  severity: 'REJECT',
  holds: (_node, lsn, held) => held !== null && held.first <= lsn && lsn <= held.last,
  evidence: (node, lsn, held) => ({ node, lsn, firstLsn: held?.first ?? null, lastLsn: held?.last ?? null }),
  message: (node, lsn, held) =>
    `the disk of ${node} holds ${held === null ? 'no record' : `LSN ${held.first} to ${held.last}`}, not LSN ${lsn}`,
}

const workloadsStopped: CommandGuard<[nodes: readonly NodeName[]]> = {
  rule: 'CLUSTER-6',
  code: 'AERO_CLUSTER_WORKLOAD_RUNNING',
  severity: 'REJECT',
  holds: (nodes) => nodes.length === 0,
  evidence: (nodes) => ({ nodes }),
  message: (nodes) => `a workload writes to ${nodes.join(', ')}: stop it first`,
}

/** `moving`: what was seen to move last; null where nothing did. */
const clusterStill: CommandGuard<[moving: readonly string[] | null, timeoutMillis: number]> = {
  rule: 'CLUSTER-7',
  code: 'AERO_CLUSTER_NOT_SETTLED',
  severity: 'REJECT',
  holds: (moving) => moving === null,
  evidence: (moving, timeoutMillis) => ({ moving, timeoutMillis }),
  message: (moving, timeoutMillis) =>
    `still moving after ${timeoutMillis} ms: ${moving === null || moving.length === 0 ? 'a node does not reply' : moving.join('; ')}`,
}

const ONLY_ON_A_PRIMARY: readonly CrashPoint[] = ['beforeWalDurable', 'afterWalDurable', 'afterAcknowledge', 'duringShipping']
const ONLY_ON_A_REPLICA: readonly CrashPoint[] = [
  'beforeReplicaAppend',
  'afterReplicaAppend',
  'beforeOperationDurable',
  'afterOperationDurable',
]

/** `peers`: how many other members it is configured with. */
const crashPointReachable: CommandGuard<[node: NodeName, point: CrashPoint, configuredAs: 'primary' | 'replica', peers: number]> =
  {
    rule: 'CLUSTER-8',
    code: 'AERO_CRASH_POINT_UNREACHABLE',
    severity: 'REJECT',
    holds: (_node, point, configuredAs, peers) => {
      if (point === 'duringShipping' && peers === 0) return false
      return !(configuredAs === 'primary' ? ONLY_ON_A_REPLICA : ONLY_ON_A_PRIMARY).includes(point)
    },
    evidence: (node, point, configuredAs, peers) => ({ node, point, configuredAs, peers }),
    message: (node, point, configuredAs, peers) =>
      `node ${node} is configured as ${configuredAs === 'primary' ? 'Primary' : 'Replica'}${peers === 0 ? ', alone' : ''}, and never comes to ${point}`,
  }

const crashPointArmed: CommandGuard<[node: NodeName, armed: CrashPoint | null]> = {
  rule: 'CLUSTER-9',
  code: 'AERO_CRASH_POINT_NOT_ARMED',
  severity: 'REJECT',
  holds: (_node, armed) => armed !== null,
  evidence: (node, armed) => ({ node, armed }),
  message: (node) => `no crash point is armed on ${node}`,
}

const explanationKept: CommandGuard<[request: string, kept: 'kept' | 'notKept']> = {
  rule: 'CLUSTER-10',
  code: 'AERO_EXPLANATION_NOT_KEPT',
  severity: 'REJECT',
  holds: (_request, kept) => kept === 'kept',
  evidence: (request) => ({ request }),
  message: (request) => `no explanation of ${request} is kept: no request had that name, or too many came after it`,
}

/** `death`: null while the node has not died since it was asked. */
const nodeOutlivedRequest: CommandGuard<[request: string, node: NodeName, death: Evidence | null]> = {
  rule: 'CLUSTER-11',
  code: 'AERO_NODE_DIED',
  severity: 'REJECT',
  holds: (_request, _node, death) => death === null,
  evidence: (request, node, death) => ({ request, node, death }),
  message: (_request, node) => `node ${node} died before it answered`,
}

const clusterOpened: CommandGuard<[opening: 'over' | 'underWay']> = {
  rule: 'CLUSTER-12',
  code: 'AERO_CLUSTER_NOT_OPEN',
  severity: 'REJECT',
  holds: (opening) => opening === 'over',
  evidence: (opening) => ({ opening }),
  message: () => 'the cluster is not open yet: await ready first',
}

const clusterStands: CommandGuard<[node: NodeName, members: readonly NodeName[]]> = {
  rule: 'CLUSTER-13',
  code: 'AERO_CLUSTER_REPLACED',
  severity: 'REJECT',
  holds: (node, members) => members.includes(node),
  evidence: (node, members) => ({ node, members }),
  message: (node) => `another cluster took the place of that of ${node} meanwhile`,
}

/** `waiting`: the operator's command that the node has not answered. */
const operatorWaits: CommandGuard<[node: NodeName, waiting: OperatorCommand | null]> = {
  rule: 'CLUSTER-14',
  code: 'AERO_OPERATOR_NOTHING_WAITS',
  severity: 'REJECT',
  holds: (_node, waiting) => waiting !== null,
  evidence: (node, waiting) => ({ node, waiting }),
  message: (node) => `no resume and no bootstrap waits on ${node}`,
}

/** The record of all, by the names that the spec gives them. */
export const COMMAND_GUARDS = {
  memberNamed,
  requestWellFormed,
  nodeRuns,
  nodeIsDead,
  recordHeld,
  workloadsStopped,
  clusterStill,
  crashPointReachable,
  crashPointArmed,
  explanationKept,
  nodeOutlivedRequest,
  clusterOpened,
  clusterStands,
  operatorWaits,
} as const

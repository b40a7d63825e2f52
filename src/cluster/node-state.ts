import { digestHex, ZERO_DIGEST } from '../aerodb/digest.ts'
import type { Position } from '../aerodb/observation.ts'
import type { NodeView } from './cluster.ts'
import type { NodeState } from './contract.ts'

/** A node in the words of the automation contract. `others`: the nodes beside it, since only a Primary knows that a Replica is stalled. */
export function nodeStateOf(node: NodeView, others: readonly NodeView[]): NodeState {
  const { name, life, position, starts } = node
  const alive = life !== 'dead'
  const { death, armedCrash, operatorWaits } = node
  const beside = {
    ...(death === null ? {} : { death }),
    ...(armedCrash === null ? {} : { armedCrash }),
    ...(operatorWaits === null ? {} : { operatorWaits }),
  }
  if (position === null)
    return { ...NOTHING_OBSERVED, name, alive, ...beside, role: alive ? 'Recovering' : 'Uninitialized', incarnation: starts }
  const { halt, refusal, historyId } = position
  return {
    name,
    alive,
    ...beside,
    role: life === 'starting' ? 'Recovering' : position.role,
    ...sessionOf(node, position, others),
    incarnation: Math.max(position.incarnation, starts),
    ...(halt === null ? {} : { halt: { reason: halt.reason, rule: halt.rule, evidence: halt.evidence } }),
    ...(refusal === null ? {} : { refusal }),
    ...(historyId === null ? {} : { historyId }),
    retainedFrom: position.retainedFrom,
    receivedLsn: position.receivedLsn,
    durableLsn: position.durableLsn,
    appliedLsn: position.appliedLsn,
    appliedCommitId: position.appliedCommitId,
    chainDigest: digestHex(position.chainDigest),
    stateDigest: digestHex(position.stateDigest),
    visibilityFloor: position.visibilityFloor,
    readViews: position.readViews.map(({ id, bound }) => ({ id, bound })),
  }
}

const NOTHING_OBSERVED = {
  retainedFrom: 1,
  receivedLsn: 0,
  durableLsn: 0,
  appliedLsn: 0,
  appliedCommitId: 0,
  chainDigest: digestHex(ZERO_DIGEST),
  stateDigest: digestHex(ZERO_DIGEST),
  visibilityFloor: 0,
  readViews: [],
} as const

/** Of a dead node there is none: a session is between two that live. */
function sessionOf(node: NodeView, { session }: Position, others: readonly NodeView[]): Pick<NodeState, 'session'> {
  if (session === null) return {}
  if (node.life !== 'alive') return { session: 'disconnected' }
  return { session: session === 'streaming' && isStalled(node, others) ? 'stalled' : session }
}

/** The Primary's window to it is full, and records wait. (LOG-12) */
function isStalled({ name }: NodeView, others: readonly NodeView[]): boolean {
  return others.some(
    ({ life, position }) =>
      life === 'alive' &&
      position?.role === 'PrimaryActive' &&
      position.peers.some(({ peer, stalled }) => peer === name && stalled),
  )
}

import type { NodeName } from '../../../aerodb/ids.ts'
import type { Watch } from '../../../invariants/sometimes/sometimes.ts'
import type { Situation } from './situation.ts'

/** How many write sets of each node wait for their end. */
class WaitingWrites {
  readonly #counts = new Map<NodeName, number>()

  of(node: NodeName): number {
    return this.#counts.get(node) ?? 0
  }

  add(node: NodeName, count: 1 | -1): void {
    this.#counts.set(node, this.of(node) + count)
  }
}

/** A node with a write set that is not durable yet does what `moment` says. */
function whileWritesWait(moment: 'reads' | 'ships'): () => Watch {
  return () => {
    const waiting = new WaitingWrites()
    return (fact) => {
      if (fact.kind === 'asked' && fact.command.kind === 'write') waiting.add(fact.node, 1)
      else if (fact.kind === 'answered' && fact.command.kind === 'write') waiting.add(fact.node, -1)
      else if (fact.kind === 'answered') return moment === 'reads' && fact.outcome.kind === 'served' && waiting.of(fact.node) > 0
      else if (fact.kind === 'sent') return fact.frame.records !== null && waiting.of(fact.node) > 0
      return false
    }
  }
}

/** A log that a recovery found was appended to. */
function appendedAfterRestart(): Watch {
  const recovered = new Map<NodeName, number>()
  return (fact) => {
    if (fact.kind !== 'observed') return false
    const { node, observation } = fact
    if (observation.kind === 'recovered') recovered.set(node, observation.lsn)
    if (observation.kind !== 'durable') return false
    const end = recovered.get(node) ?? 0
    recovered.delete(node)
    return end > 0
  }
}

/** The numbers of a batch that aborted were taken anew. */
function numbersFreed(): Watch {
  const aborted = new Map<NodeName, number>()
  return (fact) => {
    if (fact.kind === 'nodeDied') aborted.delete(fact.node)
    if (fact.kind !== 'observed') return false
    const { node, observation } = fact
    if (observation.kind === 'batchAborted') aborted.set(node, observation.firstLsn)
    if (observation.kind !== 'durable') return false
    const firstLsn = aborted.get(node)
    aborted.delete(node)
    return firstLsn === observation.firstLsn
  }
}

const PREFIX_GUARDS: ReadonlySet<string> = new Set(['LOG-6', 'LOG-9', 'LOG-10', 'LOG-15'])

/** A prefix was proven by its digest, or refused for it. */
const prefixJudged: Watch = (fact) => {
  if (fact.kind !== 'observed') return false
  const { observation } = fact
  if (observation.kind === 'sessionOpened') return observation.fromLsn > 1
  return (observation.kind === 'frameRefused' || observation.kind === 'sessionRefused') && PREFIX_GUARDS.has(observation.rule)
}

export const DURABLE_BEFORE_VISIBLE: Situation = {
  statement: 'A Primary served a read while a write set waited to become durable.',
  hears: ['asked write', 'answered write', 'answered read'],
  open: whileWritesWait('reads'),
}

export const APPEND_ONLY: Situation = {
  statement: 'A log that a restart had recovered was appended to.',
  hears: ['observed recovered', 'observed durable'],
  open: () => appendedAfterRestart(),
}

export const ONE_BATCH: Situation = {
  statement: 'A batch aborted, and the next one took its numbers.',
  hears: ['observed batchAborted', 'observed durable', 'nodeDied'],
  open: () => numbersFreed(),
}

export const CHAIN_DIGEST: Situation = {
  statement: 'A prefix behind the first record was proven by its chain digest, or refused for it.',
  hears: ['observed sessionOpened', 'observed frameRefused', 'observed sessionRefused'],
  open: () => prefixJudged,
}

export const SHIPPED_DURABLE: Situation = {
  statement: 'A Primary shipped records while a newer write set waited to become durable.',
  hears: ['asked write', 'answered write', 'sent records'],
  open: whileWritesWait('ships'),
}

export const WINDOW: Situation = {
  statement: 'A Primary had records to send, and its window was full.',
  hears: ['positioned'],
  open: () => (fact) => fact.kind === 'positioned' && fact.position.peers.some(({ stalled }) => stalled),
}

export const NUMBERED_BY_PRIMARY: Situation = {
  statement: 'A Replica applied a commit.',
  hears: ['observed applied'],
  open: () => (fact, chronicle) => {
    if (fact.kind !== 'observed' || fact.observation.kind !== 'applied') return false
    const { role, appliedCommitId } = chronicle.node(fact.node)
    return role === 'ReplicaActive' && fact.observation.commitId > appliedCommitId
  },
}

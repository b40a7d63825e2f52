import { documentKey, type NodeName } from '../../../aerodb/ids.ts'
import type { Chronicle } from '../../../invariants/chronicle/chronicle.ts'
import type { CommittedVersion } from '../../../invariants/chronicle/history-account.ts'
import type { Fact } from '../../../invariants/fact.ts'
import type { Watch } from '../../../invariants/sometimes/sometimes.ts'
import type { Situation } from './situation.ts'

interface Served {
  readonly node: NodeName
  readonly key: string
  readonly bound: number
  /** What was served; null where nothing ever was. */
  readonly version: number | null
  /** The newest version that the document has, of those that its history knows. */
  readonly newest: CommittedVersion | null
}

/** A read that was served, beside what its history knows of the document; null for anything else. */
function servedRead(fact: Fact, chronicle: Chronicle): Served | null {
  if (fact.kind !== 'answered' || fact.command.kind !== 'read' || fact.outcome.kind !== 'served') return null
  const { bound, version } = fact.outcome
  const key = documentKey(fact.command.collection, fact.command.id)
  const newest = chronicle.historyOf(fact.node)?.versionsAt(key, Number.MAX_SAFE_INTEGER)?.at(-1) ?? null
  return { node: fact.node, key, bound, version, newest }
}

/** A version was served, and served again once the document had a newer one. */
function readAgain(): Watch {
  const served = new Set<string>()
  return (fact, chronicle) => {
    const read = servedRead(fact, chronicle)
    if (read === null || read.version === null) return false
    const name = `${read.node} ${read.key} ${read.version}`
    if (read.newest === null || read.newest.commitId <= read.version) served.add(name)
    return (read.newest?.commitId ?? 0) > read.version && served.has(name)
  }
}

/** A read of a document that was written together with others. */
const ofWriteSet: Watch = (fact, chronicle) => {
  const read = servedRead(fact, chronicle)
  if (read === null || read.version === null) return false
  return (chronicle.historyOf(read.node)?.commits.get(read.version)?.versions.length ?? 0) > 1
}

/** A Replica served a read between receiving records and applying them. */
function readBeforeApplied(): Watch {
  const received = new Map<NodeName, number>()
  return (fact, chronicle) => {
    if (fact.kind === 'nodeDied') received.delete(fact.node)
    if (fact.kind === 'observed' && fact.observation.kind === 'received') received.set(fact.node, fact.observation.lastLsn)
    if (fact.kind !== 'answered' || fact.outcome.kind !== 'served') return false
    return (received.get(fact.node) ?? 0) > chronicle.node(fact.node).appliedLsn
  }
}

export const BOUND_DECIDES: Situation = {
  statement: 'A document was read at a bound below its newest version.',
  hears: ['answered read'],
  open: () => (fact, chronicle) => {
    const read = servedRead(fact, chronicle)
    return read !== null && read.newest !== null && read.newest.commitId > read.bound
  },
}

export const IMMUTABLE: Situation = {
  statement: 'A version was read, and read again once the document had a newer one.',
  hears: ['answered read'],
  open: () => readAgain(),
}

export const FIXED_BOUND: Situation = {
  statement: 'A document was read through a view after newer commits had been applied.',
  hears: ['answered read'],
  open: () => (fact, chronicle) =>
    fact.kind === 'answered' &&
    fact.command.kind === 'read' &&
    fact.command.at.kind === 'view' &&
    fact.outcome.kind === 'served' &&
    chronicle.node(fact.node).appliedCommitId > fact.outcome.bound,
}

export const ATOMIC: Situation = {
  statement: 'A document was read as a write set of several documents had left it.',
  hears: ['answered read'],
  open: () => ofWriteSet,
}

export const APPLIED_ONCE_DURABLE: Situation = {
  statement: 'A Replica served a read while records that it had received were not applied.',
  hears: ['observed received', 'answered read', 'answered openReadView', 'nodeDied'],
  open: () => readBeforeApplied(),
}

export const STALENESS: Situation = {
  statement: 'A Replica said how far it was behind while it had no session.',
  hears: ['positioned'],
  open: () => (fact) =>
    fact.kind === 'positioned' && fact.position.role === 'ReplicaActive' && fact.position.session !== 'streaming',
}

export const HALTED_SERVES_NOTHING: Situation = {
  statement: 'A halted node was asked to read or to write.',
  hears: ['answered read', 'answered write'],
  open: () => (fact, chronicle) =>
    fact.kind === 'answered' &&
    (fact.command.kind === 'read' || fact.command.kind === 'write') &&
    fact.outcome.kind !== 'unknown' &&
    chronicle.node(fact.node).role === 'ReplicationHalted',
}

import type { NodeName } from '../../../aerodb/ids.ts'
import type { Watch } from '../../../invariants/sometimes/sometimes.ts'
import type { Situation } from './situation.ts'

/** A recovery was interrupted, and the disk recovered again. */
function recoveredAgain(): Watch {
  const interrupted = new Set<NodeName>()
  return (fact, chronicle) => {
    if (fact.kind === 'nodeDied') {
      if (chronicle.node(fact.node).role === 'Recovering') interrupted.add(fact.node)
      return false
    }
    return (
      fact.kind === 'observed' &&
      fact.observation.kind === 'recovered' &&
      interrupted.delete(fact.node) &&
      fact.observation.lsn > 0
    )
  }
}

/** A node died with a halt on its disk, and was started on that disk. */
function startedHalted(): Watch {
  const halted = new Set<NodeName>()
  return (fact, chronicle) => {
    if (fact.kind === 'nodeDied') {
      if ((chronicle.node(fact.node).disk.manifest?.halt ?? null) !== null) halted.add(fact.node)
      return false
    }
    return fact.kind === 'nodeStarted' && halted.delete(fact.node)
  }
}

/** A node sent a frame in a life after one in which it had sent others. */
function sentInAnotherLife(): Watch {
  const lives = new Map<NodeName, number>()
  return (fact) => {
    if (fact.kind !== 'sent') return false
    const { incarnation } = fact.frame
    const before = lives.get(fact.node) ?? incarnation
    lives.set(fact.node, incarnation)
    return before !== incarnation
  }
}

export const PURE_RECOVERY: Situation = {
  statement: 'A recovery was interrupted, and the log on that disk recovered after all.',
  hears: ['observed recovered', 'nodeDied'],
  open: () => recoveredAgain(),
}

export const DURABLE_HALT: Situation = {
  statement: 'A node whose halt was on its disk died, and was started again.',
  hears: ['nodeDied', 'nodeStarted'],
  open: () => startedHalted(),
}

export const NEW_INCARNATION: Situation = {
  statement: 'A node sent a frame in another life than its last one.',
  hears: ['sent'],
  open: () => sentInAnotherLife(),
}

export const TOMBSTONES_COUNT: Situation = {
  statement: 'A log with a tombstone in it was recovered.',
  hears: ['observed recovered'],
  open: () => (fact, chronicle) => {
    if (fact.kind !== 'observed' || fact.observation.kind !== 'recovered') return false
    const { historyId, commitId } = fact.observation
    const commits = historyId === null ? [] : (chronicle.history(historyId)?.commits.values() ?? [])
    for (const commit of commits) {
      if (commit.commitId <= commitId && commit.versions.some(({ body }) => body.kind === 'tombstone')) return true
    }
    return false
  },
}

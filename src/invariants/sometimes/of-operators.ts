import type { NodeName } from '../../aerodb/ids.ts'
import type { Sometimes, Watch } from './sometimes.ts'

function answered(command: 'resume' | 'bootstrap', outcome: 'done' | 'refused'): () => Watch {
  return () => (fact) => fact.kind === 'answered' && fact.command.kind === command && fact.outcome.kind === outcome
}

/** Behind by this many commits, a Replica counts as lagging. */
const LAG_COMMITS = 3

function caughtUp(): Watch {
  const lagging = new Set<NodeName>()
  return (fact, chronicle) => {
    if (fact.kind !== 'observed' || fact.observation.kind !== 'applied') return false
    const history = chronicle.historyOf(fact.node)
    if (history === null || history.author === fact.node) return false
    const behind = history.lastCommitId - fact.observation.commitId
    if (behind >= LAG_COMMITS) lagging.add(fact.node)
    return behind === 0 && lagging.delete(fact.node)
  }
}

function bothHalted(): Watch {
  const halted = new Set<NodeName>()
  return (fact) => {
    if (fact.kind === 'nodeDied') halted.delete(fact.node)
    if (fact.kind !== 'observed' || fact.observation.kind !== 'halted') return false
    if (fact.observation.halt.reason === 'HistoryDivergence') halted.add(fact.node)
    return halted.size > 1 && halted.has(fact.node)
  }
}

export const OF_OPERATORS: readonly Sometimes[] = [
  {
    id: 'replica-lagged-and-caught-up',
    statement: 'A Replica fell behind and caught up.',
    hears: ['observed applied'],
    open: caughtUp,
  },
  {
    id: 'resume-succeeded',
    statement: 'A halted Replica resumed.',
    hears: ['answered resume'],
    open: answered('resume', 'done'),
  },
  { id: 'resume-refused', statement: 'A resume was refused.', hears: ['answered resume'], open: answered('resume', 'refused') },
  {
    id: 'bootstrap-succeeded',
    statement: 'A Replica was bootstrapped.',
    hears: ['answered bootstrap'],
    open: answered('bootstrap', 'done'),
  },
  {
    id: 'bootstrap-refused',
    statement: 'A bootstrap was refused.',
    hears: ['answered bootstrap'],
    open: answered('bootstrap', 'refused'),
  },
  {
    id: 'divergence-halted-both',
    statement: 'Histories that part halted both ends.',
    hears: ['observed halted', 'nodeDied'],
    open: bothHalted,
  },
  {
    id: 'commits-in-one-batch',
    statement: 'Several commits that waited became durable together.',
    hears: ['observed applied'],
    open: () => (fact, chronicle) =>
      fact.kind === 'observed' &&
      fact.observation.kind === 'applied' &&
      chronicle.node(fact.node).role === 'PrimaryActive' &&
      fact.observation.commitId > chronicle.node(fact.node).appliedCommitId + 1,
  },
]

import { bodyText } from '../chronicle/body-text.ts'
import type { Chronicle } from '../chronicle/chronicle.ts'
import { keyOf } from '../chronicle/key-of.ts'
import { documentText } from '../chronicle/readings.ts'
import type { Fact } from '../fact.ts'
import type { Sometimes, Watch } from './sometimes.ts'

function answeredWith(code: string): () => Watch {
  return () => (fact) =>
    fact.kind === 'answered' &&
    (fact.outcome.kind === 'rejected' || fact.outcome.kind === 'refused') &&
    fact.outcome.error.code === code
}

/** A write of unknown outcome: whether a document that it puts is in the log after all. Null for anything else, and where it puts none. */
function hasLanded(fact: Fact, chronicle: Chronicle): boolean | null {
  if (fact.kind !== 'answered' || fact.outcome.kind !== 'unknown' || fact.command.kind !== 'write') return null
  const put = fact.command.operations.find(({ op }) => op === 'put')
  const history = chronicle.historyOf(fact.node)
  if (history === null || put?.op !== 'put') return null
  const text = documentText(put.document)
  const versions = history.versionsAt(keyOf(put), Number.MAX_SAFE_INTEGER) ?? []
  return versions.some(({ body }) => bodyText(body) === text)
}

/** How far a served read was behind its node, and its node behind the Primary; null for anything else. */
function servedBehind(fact: Fact, chronicle: Chronicle): { readonly node: number; readonly primary: number } | null {
  if (fact.kind !== 'answered' || fact.outcome.kind !== 'served') return null
  const { appliedCommitId } = chronicle.node(fact.node)
  const newest = chronicle.historyOf(fact.node)?.lastCommitId ?? 0
  return { node: appliedCommitId - fact.outcome.bound, primary: newest - appliedCommitId }
}

export const OF_CLIENTS: readonly Sometimes[] = [
  {
    id: 'unknown-outcome-landed',
    statement: 'A write whose outcome its client never learned had landed.',
    hears: ['answered write'],
    open: () => (fact, chronicle) => hasLanded(fact, chronicle) === true,
  },
  {
    id: 'unknown-outcome-never-happened',
    statement: 'A write whose outcome its client never learned had not landed.',
    hears: ['answered write'],
    open: () => (fact, chronicle) => hasLanded(fact, chronicle) === false,
  },
  {
    id: 'aborted-batch-rejected',
    statement: 'A batch provably aborted, and its commits were rejected.',
    hears: ['answered write'],
    open: answeredWith('AERO_DISK_BATCH_ABORTED'),
  },
  {
    id: 'conflict-rejected',
    statement: 'The first committer won, and the second was rejected.',
    hears: ['answered write'],
    open: answeredWith('AERO_WRITE_CONFLICT'),
  },
  {
    id: 'read-on-lagging-replica',
    statement: 'A Replica that was behind served its prefix.',
    hears: ['answered read'],
    open: () => (fact, chronicle) => (servedBehind(fact, chronicle)?.primary ?? 0) > 0,
  },
  {
    id: 'view-outlived-commits',
    statement: 'A read view showed a document after newer commits had been applied.',
    hears: ['answered read'],
    open: () => (fact, chronicle) =>
      fact.kind === 'answered' &&
      fact.command.kind === 'read' &&
      fact.command.at.kind === 'view' &&
      (servedBehind(fact, chronicle)?.node ?? 0) > 0,
  },
]

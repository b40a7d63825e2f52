import { displayKey } from '../display-key.ts'
import { type LaneFacts, type Stage, stageOf } from './lane-facts.ts'
import type { CachedRecord, RecordType } from './record-cache.ts'

const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  gone: 'truncated',
  applied: 'applied',
  durable: 'durable, not applied',
  received: 'received, not durable',
  missing: 'missing: it never arrived',
  refused: 'arrived behind a gap, not believed',
  altered: 'arrived altered, not believed',
  doubt: 'in doubt',
  absent: 'not here',
}

const TYPE_WORDS: Readonly<Record<RecordType, string>> = {
  version: 'version',
  commit: 'commit',
  gc: 'gc',
  genesis: 'genesis',
  insert: 'insert',
  update: 'update',
  delete: 'delete',
  marker: 'marker',
}

export interface RecordWords {
  readonly title: string
  /** How far it has come on this node. */
  readonly stage: string
  /** Null where the record itself is not known here. */
  readonly content: string | null
}

/** A record on a node in words, for tooltips, for the live region and for the table. */
export function recordWords(facts: LaneFacts, lsn: number, record: CachedRecord | null): RecordWords {
  const stage = stageOf(facts, lsn)
  const seen = facts.standing === 'lastSeen' && stage !== 'doubt' ? `${STAGE_WORDS[stage]} when last seen` : STAGE_WORDS[stage]
  return { title: `LSN ${lsn} on ${facts.node}`, stage: seen, content: record === null ? null : contentWords(record) }
}

function contentWords({ type, key, commitId, bytes }: CachedRecord): string {
  const what = key === null ? TYPE_WORDS[type] : `${TYPE_WORDS[type]} of ${displayKey(key)}`
  const commit = commitId === null ? '' : type === 'commit' ? ` ${commitId}` : ` in commit ${commitId}`
  return `${what}${commit} · ${bytes} bytes`
}

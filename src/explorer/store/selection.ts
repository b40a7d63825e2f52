import type { CommitId, Lsn, NodeName, ReadViewId } from '../../cluster/contract.ts'

/**
 * What a person points at, anywhere on the page. A selection is joined by identity: selecting a record here lights up its commit, its
 * version and the frames that carry it everywhere else.
 *
 * `lsn` is optional where a picture may not know it; with it, more can be joined.
 */
export type Selection =
  | { readonly kind: 'node'; readonly node: NodeName }
  | { readonly kind: 'link'; readonly from: NodeName; readonly to: NodeName }
  | {
      readonly kind: 'record'
      readonly node: NodeName
      readonly lsn: Lsn
      readonly commitId: CommitId | null
      /** `collection:id` of a version record; null for a commit record or a marker. */
      readonly key: string | null
    }
  | { readonly kind: 'commit'; readonly commitId: CommitId; readonly lsn?: Lsn }
  | { readonly kind: 'version'; readonly key: string; readonly commitId: CommitId; readonly lsn?: Lsn }
  | {
      readonly kind: 'frame'
      readonly from: NodeName
      readonly to: NodeName
      readonly incarnation: number
      readonly number: number
      /** Null on a frame that carries no records. */
      readonly firstLsn: Lsn | null
      readonly lastLsn: Lsn | null
    }
  | {
      readonly kind: 'event'
      readonly sequence: number
      readonly node?: NodeName
      readonly firstLsn?: Lsn
      readonly lastLsn?: Lsn
      readonly commitId?: CommitId
    }
  | { readonly kind: 'view'; readonly node: NodeName; readonly view: ReadViewId }
  /** What a client asked, by the number of its outcome. */
  | { readonly kind: 'request'; readonly number: number; readonly node: NodeName; readonly commitId?: CommitId }

/** What a selection stands on, whatever its kind: the coordinates by which two of them can be the same thing. */
interface Coordinates {
  readonly lsns: { readonly first: Lsn; readonly last: Lsn } | null
  readonly commitId: CommitId | null
  readonly key: string | null
}

const NOWHERE: Coordinates = { lsns: null, commitId: null, key: null }

function lsnRange(first: Lsn | null | undefined, last: Lsn | null | undefined): Coordinates['lsns'] {
  return typeof first === 'number' && typeof last === 'number' ? { first, last } : null
}

function coordinates(selection: Selection): Coordinates {
  switch (selection.kind) {
    case 'record':
      return {
        lsns: { first: selection.lsn, last: selection.lsn },
        commitId: selection.commitId,
        key: selection.key,
      }
    case 'commit':
      return { lsns: lsnRange(selection.lsn, selection.lsn), commitId: selection.commitId, key: null }
    case 'version':
      return {
        lsns: lsnRange(selection.lsn, selection.lsn),
        commitId: selection.commitId,
        key: selection.key,
      }
    case 'frame':
      return { lsns: lsnRange(selection.firstLsn, selection.lastLsn), commitId: null, key: null }
    case 'event':
      return {
        lsns: lsnRange(selection.firstLsn, selection.lastLsn),
        commitId: selection.commitId ?? null,
        key: null,
      }
    case 'request':
      return { lsns: null, commitId: selection.commitId ?? null, key: null }
    case 'node':
    case 'link':
    case 'view':
      return NOWHERE
  }
}

/** Whether both name the very same thing: the one that is drawn as selected. */
export function sameThing(a: Selection | null, b: Selection | null): boolean {
  if (a === null || b === null) return false
  switch (a.kind) {
    case 'node':
      return b.kind === 'node' && a.node === b.node
    case 'link':
      return b.kind === 'link' && a.from === b.from && a.to === b.to
    case 'record':
      return b.kind === 'record' && a.node === b.node && a.lsn === b.lsn
    case 'commit':
      return b.kind === 'commit' && a.commitId === b.commitId
    case 'version':
      return b.kind === 'version' && a.key === b.key && a.commitId === b.commitId
    case 'frame':
      return b.kind === 'frame' && a.from === b.from && a.to === b.to && a.incarnation === b.incarnation && a.number === b.number
    case 'event':
      return b.kind === 'event' && a.sequence === b.sequence
    case 'view':
      return b.kind === 'view' && a.node === b.node && a.view === b.view
    case 'request':
      return b.kind === 'request' && a.number === b.number
  }
}

/**
 * Whether `candidate` lights up while `selection` is selected: the same thing, or the same record, commit or version seen elsewhere.
 *
 * - Equal CommitIds join a commit with its records and versions; of two versions in it, only the one of the same key.
 * - A frame, or an event about a range, joins with what lies in its LSNs. A frame always holds whole commits.
 * - One LSN on two nodes is the same record, unless their CommitIds or keys say otherwise: then the histories have diverged.
 * - An event that has no coordinates joins with its node; a frame joins with its direction of the link.
 */
export function relates(selection: Selection | null, candidate: Selection | null): boolean {
  if (selection === null || candidate === null) return false
  if (sameThing(selection, candidate)) return true
  return joinsByPlace(selection, candidate) || joinsByPlace(candidate, selection) || joinsByCoordinates(selection, candidate)
}

function joinsByPlace(a: Selection, b: Selection): boolean {
  if (a.kind === 'event' && b.kind === 'node') return a.node === b.node
  if (a.kind === 'frame' && b.kind === 'link') return a.from === b.from && a.to === b.to
  return false
}

function joinsByCoordinates(a: Selection, b: Selection): boolean {
  const one = coordinates(a)
  const other = coordinates(b)
  if (one.key !== null && other.key !== null && one.key !== other.key) return false
  if (one.commitId !== null && other.commitId !== null) return one.commitId === other.commitId
  if (one.lsns === null || other.lsns === null) return false
  return one.lsns.first <= other.lsns.last && other.lsns.first <= one.lsns.last
}

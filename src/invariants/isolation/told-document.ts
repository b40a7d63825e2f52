import type { DocumentKey } from '../../aerodb/ids.ts'
import { WriteSet } from './write-set.ts'

/** A version that clients know of: from whoever wrote it, or from a read that showed it. */
export interface ToldVersion {
  readonly commitId: number
  readonly from: WriteSet | Shown
}

/** The text of a document as a read has shown it; null where it was deleted. */
export interface Shown {
  readonly text: string | null
}

/** CommitIds from `first` to `last`, both within. */
interface Span {
  readonly first: number
  readonly last: number
}

/** What clients of a history were told of one document: the versions that there are, and where there is none. */
export class ToldDocument {
  readonly #key: DocumentKey
  /** Oldest first. */
  #versions: ToldVersion[] = []
  /** Disjoint, ascending, never adjacent. */
  #gaps: readonly Span[] = []

  constructor(key: DocumentKey) {
    this.#key = key
  }

  get isEmpty(): boolean {
    return this.#versions.length === 0 && this.#gaps.length === 0
  }

  /** The text of the version at this place, null if that is a tombstone; undefined where no version is known. */
  textAt(commitId: number): string | null | undefined {
    const version = this.#newestUpTo(commitId)
    if (version?.commitId !== commitId) return undefined
    return version.from instanceof WriteSet ? version.from.textOf(this.#key) : version.from.text
  }

  /** The newest version above `after`, up to `last`; null where none is known. */
  newestWithin(after: number, last: number): number | null {
    const version = this.#newestUpTo(last)
    return version === null || version.commitId <= after ? null : version.commitId
  }

  /** Whether a client was told that there is no version at this place. */
  isDenied(commitId: number): boolean {
    return this.#gaps.some(({ first, last }) => first <= commitId && commitId <= last)
  }

  learn(version: ToldVersion): void {
    let at = this.#versions.length
    while (at > 0 && (this.#versions[at - 1]?.commitId ?? 0) >= version.commitId) at -= 1
    const replaced = this.#versions[at]?.commitId === version.commitId ? 1 : 0
    this.#versions.splice(at, replaced, version)
  }

  unlearn(at: number): void {
    this.#versions = this.#versions.filter(({ commitId }) => commitId !== at)
  }

  deny(first: number, last: number): void {
    let span: Span = { first, last }
    const apart: Span[] = []
    for (const gap of this.#gaps) {
      if (gap.last < span.first - 1 || gap.first > span.last + 1) apart.push(gap)
      else span = { first: Math.min(gap.first, span.first), last: Math.max(gap.last, span.last) }
    }
    this.#gaps = [...apart, span].toSorted((a, b) => a.first - b.first)
  }

  forgetUpTo(floor: number): void {
    this.#versions = this.#versions.filter(({ commitId }) => commitId > floor)
    this.#gaps = this.#gaps.filter(({ last }) => last > floor)
  }

  forgetAbove(end: number): void {
    this.#versions = this.#versions.filter(({ commitId }) => commitId <= end)
    const within = this.#gaps.filter(({ first }) => first <= end)
    this.#gaps = within.map(({ first, last }) => ({ first, last: Math.min(last, end) }))
  }

  fork(): ToldDocument {
    const fork = new ToldDocument(this.#key)
    fork.#versions = this.#versions.slice()
    fork.#gaps = this.#gaps
    return fork
  }

  /** Where there is none, of the places that may still be taken; the versions are told by their commits. */
  deniedPlaces(isFree: (commitId: number) => boolean): readonly number[] {
    const places: number[] = []
    for (const { first, last } of this.#gaps) for (let at = first; at <= last; at++) if (isFree(at)) places.push(at)
    return places
  }

  #newestUpTo(commitId: number): ToldVersion | null {
    for (let at = this.#versions.length - 1; at >= 0; at--) {
      const version = this.#versions[at]
      if (version !== undefined && version.commitId <= commitId) return version
    }
    return null
  }
}

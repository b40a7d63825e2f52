import type { DocumentKey } from '../../aerodb/ids.ts'
import type { JsonObject, JsonValue } from '../../aerodb/json.ts'
import { inOrder } from '../in-order.ts'
import { ToldDocument } from './told-document.ts'
import type { WriteSet } from './write-set.ts'

/** Commits kept, at the least. What would be compared with older ones is not checked: a live page is judged for as long as it is open. */
export const COMMITS_KEPT = 8_192

/** Two things that clients were told, and that can't both have come from one order of commits. */
export interface Contradiction {
  readonly what:
    | 'one CommitId for two write sets'
    | 'a version that nobody wrote'
    | 'a read is not the newest at its bound'
    | 'a read beyond its bound'
    | 'a version where there is none'
    | 'a document is not as it was written'
    | 'a later committer won'
    | 'based on a commit that was not there'
  /** The newest commit that it is about: damage which struck that one explains it. Null where nothing does. */
  readonly commitId: number | null
  readonly evidence: JsonObject
}

export interface ToldRead {
  readonly key: DocumentKey
  /** 0: no version at all. */
  readonly version: number
  readonly bound: number
  readonly text: string | null
}

const NONE: readonly Contradiction[] = []

/** What clients were told of one history: which write set is at which CommitId, and what is in documents where no write set is known. */
export class ToldHistory {
  /** Nothing is known of commits up to here. */
  #floor = 0
  /** Each CommitId up to here is taken, or below the floor. */
  #takenUpTo = 0
  /** The newest commit that any client knows to be there. */
  #newest = 0
  /** The newest commit that damage ever took: up to here, a Replica may still show what was there before. */
  #lostUpTo = 0
  readonly #writeSets = new Map<number, WriteSet>()
  /** Of places that no write set is known at: the documents that reads have shown there. */
  readonly #shown = new Map<number, Map<DocumentKey, string | null>>()
  readonly #documents = new Map<DocumentKey, ToldDocument>()

  get newest(): number {
    return this.#newest
  }

  get floor(): number {
    return this.#floor
  }

  get lostUpTo(): number {
    return this.#lostUpTo
  }

  get shown(): ReadonlyMap<number, ReadonlyMap<DocumentKey, string | null>> {
    return this.#shown
  }

  get isEmpty(): boolean {
    return this.#floor === 0 && this.#newest === 0 && this.#lostUpTo === 0
  }

  /** Whether anything is known that a read of this document could contradict. */
  knowsOf(key: DocumentKey): boolean {
    return this.#documents.has(key)
  }

  /** Commits up to here were not heard of as they were made. */
  begin(commitId: number): void {
    if (commitId <= this.#floor) return
    this.#floor = commitId
    this.#advance()
  }

  /** Damage took the commits above `end`, the newest of which was `last`: what comes there is judged anew. */
  lose(end: number, last: number): void {
    this.#lostUpTo = Math.max(this.#lostUpTo, last)
    this.#newest = Math.min(this.#newest, end)
    this.#floor = Math.min(this.#floor, end)
    for (const commitId of this.#writeSets.keys()) if (commitId > end) this.#writeSets.delete(commitId)
    for (const commitId of this.#shown.keys()) if (commitId > end) this.#shown.delete(commitId)
    for (const [key, told] of this.#documents) {
      told.forgetAbove(end)
      if (told.isEmpty) this.#documents.delete(key)
    }
    this.#takenUpTo = Math.min(this.#takenUpTo, end)
    this.#advance()
  }

  /** The write set is at `commitId`. Returns what that contradicts. */
  place(commitId: number, writeSet: WriteSet): readonly Contradiction[] {
    this.#newest = Math.max(this.#newest, commitId)
    if (commitId <= this.#floor) return NONE
    if (this.#writeSets.has(commitId)) return [{ what: 'one CommitId for two write sets', commitId, evidence: {} }]
    const shown = this.#shown.get(commitId)
    this.#shown.delete(commitId)
    this.#writeSets.set(commitId, writeSet)
    this.#advance()
    const found: Contradiction[] = []
    for (const [key, text] of shown ?? []) {
      const written = writeSet.textOf(key)
      if (written === undefined) this.#documents.get(key)?.unlearn(commitId)
      if (written !== text) found.push({ what: 'a document is not as it was written', commitId, evidence: { key } })
    }
    for (const key of writeSet.keys) {
      const told = this.#document(key)
      if (told.isDenied(commitId)) found.push({ what: 'a version where there is none', commitId, evidence: { key } })
      told.learn({ commitId, from: writeSet })
    }
    found.push(...this.#judgeBase(writeSet, commitId))
    this.#forget()
    return found
  }

  /** Whether nothing that is known speaks against the write set at a place that no write set is known at. */
  admits({ basedOn, keys }: WriteSet, commitId: number): boolean {
    if (basedOn !== null && basedOn >= commitId) return false
    for (const key of keys) {
      const told = this.#documents.get(key)
      if (told === undefined) continue
      if (told.isDenied(commitId)) return false
      if (basedOn !== null && told.newestWithin(Math.max(basedOn, this.#floor), commitId - 1) !== null) return false
    }
    return true
  }

  /** A read was served. Returns what that contradicts. */
  show(read: ToldRead): readonly Contradiction[] {
    const { key, version, bound } = read
    this.#newest = Math.max(this.#newest, bound)
    if (version > bound) return [{ what: 'a read beyond its bound', commitId: null, evidence: { key, version, bound } }]
    const missed = this.#denyBetween(key, version, bound)
    const found = this.#judgeVersion(read)
    this.#forget()
    if (missed === null) return found
    const evidence = { key, version, bound }
    return [{ what: 'a read is not the newest at its bound', commitId: missed, evidence }, ...found]
  }

  /** The highest CommitId up to `commitId` at which a write set may still turn out to be; 0 where there is none. */
  lastFreeUpTo(commitId: number): number {
    let at = commitId
    while (at > this.#takenUpTo && !this.#isFree(at)) at -= 1
    return at > this.#takenUpTo ? at : 0
  }

  fork(): ToldHistory {
    const fork = new ToldHistory()
    fork.#floor = this.#floor
    fork.#takenUpTo = this.#takenUpTo
    fork.#newest = this.#newest
    fork.#lostUpTo = this.#lostUpTo
    for (const [commitId, writeSet] of this.#writeSets) fork.#writeSets.set(commitId, writeSet)
    for (const [commitId, shown] of this.#shown) fork.#shown.set(commitId, new Map(shown))
    for (const [key, told] of this.#documents) fork.#documents.set(key, told.fork())
    return fork
  }

  /** What has no place left to contradict is no part of it: of the newest commit known, and of gaps, only what is free. */
  memory(): JsonValue {
    const isFree = (commitId: number): boolean => this.#isFree(commitId)
    const denied = [...this.#documents].map(([key, told]) => [key, told.deniedPlaces(isFree)] as const)
    return [
      this.#floor,
      this.#lostUpTo,
      this.lastFreeUpTo(this.#newest),
      inOrder([...this.#writeSets].map(([commitId, { texts }]) => [commitId, texts] as const)),
      inOrder([...this.#shown].map(([commitId, shown]) => [commitId, inOrder(shown)] as const)),
      inOrder(denied.filter(([, places]) => places.length > 0)),
    ]
  }

  #isFree(commitId: number): boolean {
    return commitId > this.#floor && !this.#writeSets.has(commitId)
  }

  #advance(): void {
    this.#takenUpTo = Math.max(this.#takenUpTo, this.#floor)
    while (this.#writeSets.has(this.#takenUpTo + 1)) this.#takenUpTo += 1
  }

  #document(key: DocumentKey): ToldDocument {
    const found = this.#documents.get(key)
    if (found !== undefined) return found
    const told = new ToldDocument(key)
    this.#documents.set(key, told)
    return told
  }

  #judgeVersion({ key, version, bound, text }: ToldRead): readonly Contradiction[] {
    if (version <= this.#floor) return NONE
    const written = this.#documents.get(key)?.textAt(version)
    if (written === text) return NONE
    const evidence = { key, bound, text }
    if (written !== undefined) return [{ what: 'a document is not as it was written', commitId: version, evidence }]
    if (this.#writeSets.has(version)) return [{ what: 'a version that nobody wrote', commitId: version, evidence }]
    const told = this.#document(key)
    if (told.isDenied(version)) return [{ what: 'a version where there is none', commitId: version, evidence }]
    told.learn({ commitId: version, from: { text } })
    const shown = this.#shown.get(version) ?? new Map<DocumentKey, string | null>()
    this.#shown.set(version, shown.set(key, text))
    return NONE
  }

  /** No commit on a key of the set lies between what it was based on and itself. */
  #judgeBase(writeSet: WriteSet, commitId: number): readonly Contradiction[] {
    const { basedOn } = writeSet
    if (basedOn === null) return NONE
    if (basedOn >= commitId) {
      return [{ what: 'based on a commit that was not there', commitId: null, evidence: { basedOn, of: commitId } }]
    }
    const found: Contradiction[] = []
    for (const key of writeSet.keys) {
      const between = this.#denyBetween(key, basedOn, commitId - 1)
      const evidence = { key, basedOn, of: commitId }
      if (between !== null) found.push({ what: 'a later committer won', commitId: between, evidence })
    }
    return found
  }

  /** There is no version of the document above `after`, up to `last`. Returns the newest that is there; null where none is known. */
  #denyBetween(key: DocumentKey, after: number, last: number): number | null {
    const version = this.#documents.get(key)?.newestWithin(Math.max(after, this.#floor), last) ?? null
    if (version !== null) return version
    // Only what is free can still be found to hold a version: a commit that is known holds what it holds.
    const first = Math.max(after, this.#takenUpTo) + 1
    if (first <= last) this.#document(key).deny(first, last)
    return null
  }

  #forget(): void {
    if (this.#writeSets.size + this.#shown.size <= 2 * COMMITS_KEPT) return
    const places = [...this.#writeSets.keys(), ...this.#shown.keys()].toSorted((a, b) => a - b)
    const floor = places[COMMITS_KEPT - 1] ?? 0
    for (const commitId of places.slice(0, COMMITS_KEPT)) {
      this.#writeSets.delete(commitId)
      this.#shown.delete(commitId)
    }
    for (const [key, told] of this.#documents) {
      told.forgetUpTo(floor)
      if (told.isEmpty) this.#documents.delete(key)
    }
    this.begin(floor)
  }
}

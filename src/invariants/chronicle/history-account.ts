import type { WriteOperation } from '../../aerodb/command.ts'
import type { DocumentKey, NodeName } from '../../aerodb/ids.ts'
import type { JsonObject, JsonValue } from '../../aerodb/json.ts'
import { bodyText } from './body-text.ts'
import { commitsOf } from './commits-of.ts'
import type { DiskSegment } from './disk-account.ts'
import { keyOf } from './key-of.ts'

/** Versions kept for each document, and commits for each history. What would be compared with older ones is not checked. */
const VERSIONS_KEPT = 256
const COMMITS_KEPT = 16_384

/** A document as a version has it, from the log's bytes or from who wrote it. */
export type Body =
  | { readonly kind: 'tombstone' }
  | { readonly kind: 'document'; readonly document: JsonObject }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly start: number; readonly end: number }

export interface CommittedVersion {
  readonly key: DocumentKey
  readonly commitId: number
  readonly body: Body
}

/** One commit that exists: it landed on the Primary's disk, or its client was told that it did. */
export interface CommitAccount {
  readonly commitId: number
  readonly versions: readonly CommittedVersion[]
}

interface KeyAccount {
  /** Oldest first. */
  readonly versions: CommittedVersion[]
  /** Versions below were forgotten. */
  floor: number
}

/** One history: who creates it, and the commits in it. */
export class HistoryAccount {
  readonly id: string
  author: NodeName | null = null
  /** The most that the author ever stated. */
  lastLsn = 0
  lastCommitId = 0
  /** Of an author whose disk is known, every commit is known. */
  isComplete = false
  /** Commits up to here lay on the author's disk before anything was stated of it: nobody heard who wrote them. */
  foundCommitId = 0
  readonly commits = new Map<number, CommitAccount>()
  readonly keys = new Map<DocumentKey, KeyAccount>()

  constructor(id: string) {
    this.id = id
  }

  /** The author states that it has come so far. */
  advance(durableLsn: number, appliedCommitId: number): void {
    this.lastLsn = Math.max(this.lastLsn, durableLsn)
    this.lastCommitId = Math.max(this.lastCommitId, appliedCommitId)
  }

  learnLanded(segment: DiskSegment): void {
    this.isComplete = true
    for (const commit of commitsOf(segment.records)) this.#learn(commit)
  }

  learnAcknowledged(commitId: number, operations: readonly WriteOperation[]): void {
    if (this.commits.has(commitId)) return
    this.#learn({ commitId, versions: operations.map((operation) => versionOf(commitId, operation)) })
  }

  /** Versions of a key, oldest first; null where those that a bound needs were forgotten. */
  versionsAt(key: DocumentKey, bound: number): readonly CommittedVersion[] | null {
    const account = this.keys.get(key)
    if (account === undefined) return []
    return bound < account.floor ? null : account.versions
  }

  /** The author came back with less: what it lost is no longer part of the history. */
  forgetAfter(commitId: number): void {
    for (const id of this.commits.keys()) if (id > commitId) this.commits.delete(id)
    for (const { versions } of this.keys.values()) {
      while ((versions.at(-1)?.commitId ?? 0) > commitId) versions.pop()
    }
  }

  /** The author came back with this log, which may be another than it had: nothing else is part of the history. */
  relearn(log: readonly DiskSegment[]): void {
    this.forgetAfter(0)
    for (const segment of log) this.learnLanded(segment)
  }

  fork(): HistoryAccount {
    const fork = new HistoryAccount(this.id)
    fork.author = this.author
    fork.lastLsn = this.lastLsn
    fork.lastCommitId = this.lastCommitId
    fork.isComplete = this.isComplete
    fork.foundCommitId = this.foundCommitId
    for (const [id, commit] of this.commits) fork.commits.set(id, commit)
    for (const [key, { versions, floor }] of this.keys) fork.keys.set(key, { versions: versions.slice(), floor })
    return fork
  }

  memory(): JsonValue {
    const commits = [...this.commits.values()].toSorted((a, b) => a.commitId - b.commitId).map(commitMemory)
    const floors = [...this.keys].filter(([, { floor }]) => floor > 0).map(([key, { floor }]) => [key, floor])
    return [this.id, this.author, this.lastLsn, this.lastCommitId, this.isComplete, this.foundCommitId, commits, floors]
  }

  #learn(commit: CommitAccount): void {
    this.commits.set(commit.commitId, commit)
    if (this.commits.size > COMMITS_KEPT) {
      const oldest = this.commits.keys().next().value
      if (oldest !== undefined) this.commits.delete(oldest)
    }
    for (const version of commit.versions) this.#learnVersion(version)
  }

  #learnVersion(version: CommittedVersion): void {
    const account = this.keys.get(version.key)
    if (account === undefined) {
      this.keys.set(version.key, { versions: [version], floor: 0 })
      return
    }
    const { versions } = account
    let at = versions.length
    while (at > 0 && (versions[at - 1]?.commitId ?? 0) >= version.commitId) at -= 1
    const replaced = versions[at]?.commitId === version.commitId ? 1 : 0
    versions.splice(at, replaced, version)
    if (versions.length > 2 * VERSIONS_KEPT) {
      versions.splice(0, VERSIONS_KEPT)
      account.floor = versions[0]?.commitId ?? 0
    }
  }
}

const memories = new WeakMap<CommitAccount, JsonValue>()

function commitMemory(commit: CommitAccount): JsonValue {
  const known = memories.get(commit)
  if (known !== undefined) return known
  const memory = [commit.commitId, commit.versions.map(({ key, body }) => [key, bodyText(body)])]
  memories.set(commit, memory)
  return memory
}

function versionOf(commitId: number, operation: WriteOperation): CommittedVersion {
  const body: Body = operation.op === 'delete' ? { kind: 'tombstone' } : { kind: 'document', document: operation.document }
  return { commitId, key: keyOf(operation), body }
}

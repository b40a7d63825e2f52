import type { DocumentKey } from '../ids.ts'

/** Follows records through a commit: its versions, then its commit record; markers only between commits; the genesis first. (WAL-5) */
export class CommitFraming {
  /** What the last record broke; null as long as all is well. */
  fault: string | null = null
  /** Of the commit that is open, or was closed last. */
  commitId = 0
  #firstKey: DocumentKey | null = null
  /** Only once a commit has a second version: most have one. */
  #keys: Set<DocumentKey> | null = null
  #awaitsGenesis: boolean

  constructor(awaitsGenesis: boolean) {
    this.#awaitsGenesis = awaitsGenesis
  }

  version(commitId: number, key: DocumentKey): void {
    if (this.#awaitsGenesis) this.fault = 'a version before the genesis record'
    else if (this.#firstKey === null) this.#firstKey = key
    else if (commitId !== this.commitId) this.fault = `a version of commit ${commitId} within commit ${this.commitId}`
    else {
      this.#keys ??= new Set([this.#firstKey])
      if (this.#keys.has(key)) this.fault = `two versions of ${key} in commit ${commitId}`
      this.#keys.add(key)
    }
    this.commitId = commitId
  }

  commit(commitId: number): void {
    if (this.#awaitsGenesis) this.fault = 'a commit before the genesis record'
    else if (this.#firstKey === null) this.fault = `commit ${commitId} has no version`
    else if (commitId !== this.commitId) this.fault = `commit record ${commitId} after versions of commit ${this.commitId}`
    this.commitId = commitId
    this.#firstKey = null
    this.#keys = null
  }

  genesis(): void {
    if (!this.#awaitsGenesis) this.fault = 'a second genesis record'
    this.#awaitsGenesis = false
  }

  foreign(type: number): void {
    this.fault = `a record of type ${type}, which this log does not hold`
  }

  openCommitFault(): string | null {
    return this.#firstKey === null ? null : `the records end within commit ${this.commitId}`
  }
}

import type { CommitId, Lsn } from '../../../cluster/contract.ts'

const SAMPLES_KEPT = 2048

interface Sample {
  readonly lsn: Lsn
  readonly commitId: CommitId
}

const BEGINNING: Sample = { lsn: 0, commitId: 0 }

/**
 * Where commits ended, as positions have told: enough to know how many commits lie in a stretch of the log of which no record was
 * fetched. Between two samples commits are taken to be even.
 */
export class CommitSamples {
  #samples: Sample[] = [BEGINNING]

  /** Takes a position: after `lsn` so many commits are applied. A position that went back begins anew. */
  add(lsn: Lsn, commitId: CommitId): void {
    const last = this.#samples.at(-1) ?? BEGINNING
    if (lsn === last.lsn) return
    if (lsn < last.lsn || commitId < last.commitId) this.#samples = [BEGINNING]
    this.#samples.push({ lsn, commitId })
    if (this.#samples.length > SAMPLES_KEPT)
      this.#samples = this.#samples.filter((_, index) => index % 2 === 0 || index === this.#samples.length - 1)
  }

  /** Commits that end from `first` to `last`; not a whole number where a sample lies outside. */
  commitsIn(first: Lsn, last: Lsn): number {
    return Math.max(0, this.#commitsUpTo(last) - this.#commitsUpTo(first - 1))
  }

  #commitsUpTo(lsn: Lsn): number {
    let low = 0
    let high = this.#samples.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if ((this.#samples[middle]?.lsn ?? 0) <= lsn) low = middle
      else high = middle - 1
    }
    const before = this.#samples[low] ?? BEGINNING
    const after = this.#samples[low + 1]
    if (after === undefined || after.lsn === before.lsn) return before.commitId
    return before.commitId + ((after.commitId - before.commitId) * (lsn - before.lsn)) / (after.lsn - before.lsn)
  }
}

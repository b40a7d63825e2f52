import { type Digest, type Hash128, ZERO_DIGEST } from '../digest.ts'
import { type CommitId, type Lsn, lsn, NO_COMMIT, NO_LSN } from '../ids.ts'
import type { LogEnd } from './scan.ts'
import { chainAfterRecord, type Segment, segmentRecords } from './segment.ts'

/** The durable, retained log of a node: append-only, dense. (WAL-3, WAL-9) */
export class Log {
  readonly #segments: Segment[]
  /** The state digest after each segment, as long as it is retained. */
  readonly #states: Digest[]
  /** Over the ends of the first segments, as many as `#shaped` says. */
  #shape: Digest = ZERO_DIGEST
  #shaped = 0

  constructor(segments: readonly Segment[] = [], states: readonly Digest[] = []) {
    this.#segments = [...segments]
    this.#states = [...states]
  }

  get segments(): readonly Segment[] {
    return this.#segments
  }

  /** The first LSN that is still here; 1 for an empty log. */
  get retainedFrom(): Lsn {
    return this.#segments[0]?.firstLsn ?? lsn(1)
  }

  get lastLsn(): Lsn {
    return this.#segments.at(-1)?.lastLsn ?? NO_LSN
  }

  get chain(): Digest {
    return this.#segments.at(-1)?.chainAfter ?? ZERO_DIGEST
  }

  get lastCommitId(): CommitId {
    return this.#segments.at(-1)?.lastCommitId ?? NO_COMMIT
  }

  get end(): LogEnd {
    return { lsn: this.lastLsn, chain: this.chain, commitId: this.lastCommitId }
  }

  /** `state` is the state digest once the segment is applied. */
  append(segment: Segment, state: Digest): void {
    if (segment.firstLsn !== this.lastLsn + 1) throw new Error(`segment ${segment.firstLsn} after LSN ${this.lastLsn}`)
    this.#segments.push(segment)
    this.#states.push(state)
  }

  /** The state digest at `at`; null where that is not the end of a retained segment. */
  stateAt(at: number): Digest | null {
    const index = this.indexOf(at)
    return this.#segments[index]?.lastLsn === at ? (this.#states[index] ?? null) : null
  }

  /** Index of the segment that holds `at`; -1 where none does. */
  indexOf(at: number): number {
    let low = 0
    let high = this.#segments.length - 1
    while (low <= high) {
      const middle = (low + high) >>> 1
      const segment = this.#segments[middle]
      if (segment === undefined) return -1
      if (at < segment.firstLsn) high = middle - 1
      else if (at > segment.lastLsn) low = middle + 1
      else return middle
    }
    return -1
  }

  /** The chain digest up to and including `at`; null outside of what is retained (and the LSN just before it). */
  chainAt(hash: Hash128, at: number): Digest | null {
    if (at === this.lastLsn) return this.chain
    if (at === this.retainedFrom - 1) return this.#segments[0]?.chainBefore ?? ZERO_DIGEST
    const segment = this.#segments[this.indexOf(at)]
    if (segment === undefined) return null
    if (at === segment.lastLsn) return segment.chainAfter
    return chainAfterRecord(hash, segment, at - segment.firstLsn)
  }

  /** Over where each segment ends, which says what is shipped in which frame. Costs what was appended since it was last asked for. */
  shape(hash: Hash128): Digest {
    for (; this.#shaped < this.#segments.length; this.#shaped++) {
      const end = Float64Array.of(this.#segments[this.#shaped]?.lastLsn ?? NO_LSN)
      this.#shape = hash(this.#shape, new Uint8Array(end.buffer))
    }
    return this.#shape
  }

  fork(): Log {
    const fork = new Log(this.#segments, this.#states)
    fork.#shape = this.#shape
    fork.#shaped = this.#shaped
    return fork
  }
}

/** One segment in place of several consecutive ones, over bytes that hold their records back to back. */
export function joinSegments(parts: readonly Segment[], bytes: Uint8Array): Segment {
  const first = parts[0]
  const last = parts.at(-1)
  if (first === undefined || last === undefined) throw new Error('no segment to join')
  const offsets = new Uint32Array(last.lastLsn - first.firstLsn + 2)
  let record = 0
  let base = 0
  for (const part of parts) {
    const count = segmentRecords(part)
    for (let index = 0; index < count; index++) offsets[record++] = base + (part.offsets[index] ?? 0)
    base += part.bytes.length
  }
  offsets[record] = base
  const { firstLsn, chainBefore } = first
  const { lastLsn, chainAfter, lastCommitId } = last
  return { firstLsn, lastLsn, bytes, offsets, chainBefore, chainAfter, lastCommitId }
}

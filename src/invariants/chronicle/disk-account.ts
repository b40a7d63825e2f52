import type { Digest } from '../../aerodb/digest.ts'
import type { DiskBatch } from '../../aerodb/disk.ts'
import type { JsonValue } from '../../aerodb/json.ts'
import { type Manifest, readManifest } from '../../aerodb/recovery/manifest.ts'
import { FORMAT_VERSION } from '../../aerodb/wal/limits.ts'
import { readBatchHeader, storedRecords } from '../../aerodb/wal/stored-batch.ts'
import type { Damage } from '../damage.ts'

/** A stored batch, by what its header says: it was verified by whoever wrote it. */
export interface DiskSegment {
  readonly firstLsn: number
  readonly lastLsn: number
  readonly chainBefore: Digest
  readonly records: Uint8Array
}

/**
 * `sound`: it recovers, to exactly what landed. `unsound`: it must be refused. `unsure`: after a stale read, old and new may lie side by side.
 */
export type Soundness = 'sound' | 'unsound' | 'unsure'

interface Before {
  readonly manifest: Manifest | null
  readonly segments: DiskSegment[]
  /** How many of the segments were there: an append goes on in the same array. */
  readonly count: number
  readonly soundness: Soundness
}

/** What truly lies on one disk, by what landed there and what was damaged. Nothing is known of a disk whose host states neither. */
export class DiskAccount {
  isKnown = false
  manifest: Manifest | null = null
  segments: DiskSegment[] = []
  soundness: Soundness = 'sound'
  /** The highest LSN that was reported durable since the disk was last read, whatever became of it. */
  reportedLsn = 0
  /** Whether it may hold less than was reported, since it was last read. */
  mayHaveLost = false
  /** Reported durable once, and gone. */
  lost: DiskSegment[] = []
  /** As it was before the last landing: what is left if that one is lost after all. */
  #before: Before = { manifest: null, segments: [], count: 0, soundness: 'sound' }

  get lastLsn(): number {
    return this.segments.at(-1)?.lastLsn ?? 0
  }

  land({ discardLog, putManifest, putBatch }: DiskBatch): void {
    const { manifest, segments, soundness } = this
    this.#before = { manifest, segments, count: segments.length, soundness }
    this.isKnown = true
    if (discardLog === 'all') {
      this.segments = []
      this.soundness = 'sound'
      this.reportedLsn = 0
    }
    if (putManifest !== null) this.manifest = readManifest(putManifest, FORMAT_VERSION).manifest
    const segment = putBatch === null ? null : segmentOf(putBatch.bytes)
    if (segment === null) return
    this.reportedLsn = segment.lastLsn
    if (segment.firstLsn > this.lastLsn) {
      if (segment.firstLsn > this.lastLsn + 1) this.soundness = 'unsound'
      this.segments.push(segment)
      return
    }
    this.soundness = 'unsure'
    const others = this.segments.filter(({ firstLsn }) => firstLsn !== segment.firstLsn)
    this.segments = [...others, segment].toSorted((a, b) => a.firstLsn - b.firstLsn)
  }

  damage(damage: Damage): void {
    if (damage.kind !== 'authorityShared') this.mayHaveLost = true
    switch (damage.kind) {
      case 'batchBitFlipped':
      case 'manifestBitFlipped':
        this.soundness = 'unsound'
        return
      case 'tailLost':
        this.#lose(({ lastLsn }) => lastLsn >= damage.fromLsn)
        if (this.isKnown && this.segments.length === 0 && this.manifest?.historyId !== null) this.soundness = 'unsound'
        return
      case 'batchLost':
        this.lost.push(...this.segments.filter(({ firstLsn }) => firstLsn === damage.firstLsn))
        this.manifest = this.#before.manifest
        this.segments = this.#before.segments.slice(0, this.#before.count)
        this.soundness = this.#before.soundness
        return
      case 'wiped':
        this.#lose(() => true)
        this.manifest = null
        this.soundness = 'unsound'
        return
      case 'staleRead':
        this.soundness = 'unsure'
        return
      case 'recreated':
      case 'authorityShared':
        return
    }
  }

  /** A start has read the disk, and found a log that ends at `lsn`. */
  recovered(lsn: number): void {
    this.reportedLsn = lsn
    this.mayHaveLost = false
  }

  fork(): DiskAccount {
    const fork = new DiskAccount()
    fork.reportedLsn = this.reportedLsn
    fork.mayHaveLost = this.mayHaveLost
    fork.isKnown = this.isKnown
    fork.manifest = this.manifest
    fork.segments = this.segments.slice()
    fork.soundness = this.soundness
    fork.lost = this.lost.slice()
    const { segments, count } = this.#before
    fork.#before = { ...this.#before, segments: segments === this.segments ? fork.segments : segments.slice(0, count) }
    return fork
  }

  memory(): JsonValue {
    const lost = this.lost.map(({ firstLsn, lastLsn }) => [firstLsn, lastLsn])
    return [this.isKnown, this.soundness, this.reportedLsn, this.mayHaveLost, this.segments.map(({ lastLsn }) => lastLsn), lost]
  }

  #lose(isLost: (segment: DiskSegment) => boolean): void {
    this.lost.push(...this.segments.filter(isLost))
    this.segments = this.segments.filter((segment) => !isLost(segment))
  }
}

function segmentOf(bytes: Uint8Array): DiskSegment | null {
  const header = readBatchHeader(bytes)
  if (header === null) return null
  const { firstLsn, lastLsn, chainBefore } = header
  return { firstLsn, lastLsn, chainBefore, records: storedRecords(bytes) }
}

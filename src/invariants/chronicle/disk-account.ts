import { crc32 } from '../../aerodb/bytes/checksum.ts'
import type { Digest } from '../../aerodb/digest.ts'
import type { DiskBatch, DiskContents } from '../../aerodb/disk.ts'
import type { JsonValue } from '../../aerodb/json.ts'
import type { Manifest } from '../../aerodb/recovery/manifest.ts'
import { storedBatchBytes } from '../../aerodb/wal/stored-batch.ts'
import type { Damage } from '../damage.ts'
import { manifestIn } from './readings.ts'
import { segmentOf, segmentsOf } from './segments-of.ts'

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
  readonly hasGap: boolean
}

const NONE: ReadonlySet<DiskSegment> = new Set()

/** What truly lies on one disk, by what landed there and what was damaged. Nothing is known of a disk whose host states neither. */
export class DiskAccount {
  isKnown = false
  manifest: Manifest | null = null
  segments: DiskSegment[] = []
  /** What was damaged where it lies. */
  #spoiled: ReadonlySet<DiskSegment> = NONE
  #isManifestSpoiled = false
  /** A batch that should have others before it lies behind a gap. */
  #hasGap = false
  #isUnsure = false
  /** It was found with something on it, and no recovery has read it yet. */
  #isUnproven = false
  /** The log that the start now under way was given in place of what lies here; null where it was given that. */
  #shown: readonly DiskSegment[] | null = null
  /** The highest LSN that was reported durable since the disk was last read, whatever became of it. */
  reportedLsn = 0
  /** Whether it may hold less than was reported, since it was last read. */
  mayHaveLost = false
  /** Reported durable once, and gone. */
  lost: DiskSegment[] = []
  /** As it was before the last landing: what is left if that one is lost after all. */
  #before: Before = { manifest: null, segments: [], count: 0, hasGap: false }

  get lastLsn(): number {
    return this.segments.at(-1)?.lastLsn ?? 0
  }

  get soundness(): Soundness {
    if (this.#isManifestSpoiled) return 'unsound'
    if (this.#isUnsure) return 'unsure'
    const isSpoiled = this.#spoiled.size > 0 && this.segments.some((segment) => this.#spoiled.has(segment))
    return this.#hasGap || isSpoiled || this.#lacksItsHistory ? 'unsound' : 'sound'
  }

  /** A manifest that names a history lies beside a log that begins it, or something was lost. */
  get #lacksItsHistory(): boolean {
    return this.isKnown && this.segments.length === 0 && this.manifest !== null && this.manifest.historyId !== null
  }

  /** Returns what it added to the log; null where it added nothing. */
  land({ discardLog, putManifest, putBatch }: DiskBatch): DiskSegment | null {
    const { manifest, segments } = this
    this.#before = { manifest, segments, count: segments.length, hasGap: this.#hasGap }
    this.isKnown = true
    if (discardLog === 'all') {
      this.lost.push(...this.segments)
      this.segments = []
      this.markWhole()
      this.reportedLsn = 0
    }
    if (putManifest !== null) this.manifest = manifestIn(putManifest)
    const segment = putBatch === null ? null : segmentOf(putBatch.bytes)
    if (segment === null) return null
    this.reportedLsn = segment.lastLsn
    if (segment.firstLsn > this.lastLsn) {
      if (segment.firstLsn > this.lastLsn + 1) this.#hasGap = true
      this.segments.push(segment)
      return segment
    }
    this.#isUnsure = true
    this.lost.push(...this.segments.filter(({ firstLsn }) => firstLsn === segment.firstLsn))
    const others = this.segments.filter(({ firstLsn }) => firstLsn !== segment.firstLsn)
    this.segments = [...others, segment].toSorted((a, b) => a.firstLsn - b.firstLsn)
    return segment
  }

  /** Whether it is sound, the first recovery will show. */
  find(contents: DiskContents): void {
    this.isKnown = true
    this.#isUnsure = true
    this.#isUnproven = true
    this.manifest = contents.manifest === null ? null : manifestIn(contents.manifest)
    this.segments = segmentsOf(contents)
    this.reportedLsn = this.lastLsn
  }

  damage(damage: Damage): void {
    if (damage.kind !== 'authorityShared') this.mayHaveLost = true
    switch (damage.kind) {
      case 'batchBitFlipped':
        this.#flip(damage)
        if (!this.isKnown) this.#hasGap = true
        return
      case 'manifestBitFlipped':
        this.#isManifestSpoiled = manifestIn(damage.bytes) === null
        return
      case 'otherFormat':
        this.#isManifestSpoiled = true
        return
      case 'tailLost':
        this.#lose(({ lastLsn }) => lastLsn >= damage.fromLsn)
        if (this.isKnown) this.#hasGap = !this.#isDense()
        return
      case 'batchLost':
        this.#undo(damage.firstLsn)
        return
      case 'wiped':
        this.#lose(() => true)
        this.manifest = null
        this.#isManifestSpoiled = true
        return
      case 'staleRead':
        this.#isUnsure = true
        this.#shown = segmentsOf(damage.shown)
        return
      case 'recreated':
      case 'authorityShared':
        return
    }
  }

  /** Nothing that was wrong with it is there any more. */
  markWhole(): void {
    this.#spoiled = NONE
    this.#isManifestSpoiled = false
    this.#hasGap = false
    this.#isUnsure = false
  }

  /** The log that a start reads, where it may not be what was known of it before; null where it must be. */
  get unforeseenLog(): readonly DiskSegment[] | null {
    return this.#shown ?? (this.isKnown && this.soundness === 'unsure' ? this.segments : null)
  }

  /** Its node died: the next start reads what lies here. */
  released(): void {
    this.#shown = null
  }

  /** A start has read the disk, and found a log that ends at `lsn`. */
  recovered(lsn: number): void {
    this.reportedLsn = lsn
    this.mayHaveLost = false
    this.#shown = null
    if (this.#isUnproven) this.#isUnsure = false
    this.#isUnproven = false
  }

  fork(): DiskAccount {
    const fork = new DiskAccount()
    fork.reportedLsn = this.reportedLsn
    fork.mayHaveLost = this.mayHaveLost
    fork.isKnown = this.isKnown
    fork.#isUnproven = this.#isUnproven
    fork.#shown = this.#shown
    fork.manifest = this.manifest
    fork.segments = this.segments.slice()
    fork.#spoiled = this.#spoiled
    fork.#isManifestSpoiled = this.#isManifestSpoiled
    fork.#hasGap = this.#hasGap
    fork.#isUnsure = this.#isUnsure
    fork.lost = this.lost.slice()
    const { segments, count } = this.#before
    fork.#before = { ...this.#before, segments: segments === this.segments ? fork.segments : segments.slice(0, count) }
    return fork
  }

  /** What it was before the last landing is no part of it: it counts only if the next thing that is stated undoes that landing. */
  memory(): JsonValue {
    const { isKnown, reportedLsn, mayHaveLost, manifest } = this
    const spoiled = this.segments.filter((segment) => this.#spoiled.has(segment)).map(({ firstLsn }) => firstLsn)
    const flags = [isKnown, mayHaveLost, this.#isManifestSpoiled, this.#hasGap, this.#isUnsure, this.#isUnproven]
    const kept = manifest === null ? null : manifestMemory(manifest)
    const shown = this.#shown?.map(segmentMemory) ?? null
    return [flags, reportedLsn, kept, this.segments.map(segmentMemory), spoiled, this.lost.map(segmentMemory), shown]
  }

  /** The last landing never was. Where it should have discarded a log, that log lies under what follows. */
  #undo(firstLsn: number | null): void {
    const { manifest, segments, count, hasGap } = this.#before
    this.lost.push(...this.segments.filter((segment) => segment.firstLsn === firstLsn))
    if (segments !== this.segments && count > 0) this.#isUnsure = true
    this.manifest = manifest
    this.segments = segments.slice(0, count)
    this.#hasGap = hasGap
  }

  /** Bits that were flipped back have spoiled nothing. */
  #flip({ firstLsn, bytes }: Extract<Damage, { readonly kind: 'batchBitFlipped' }>): void {
    const flipped = this.segments.filter((segment) => segment.firstLsn === firstLsn)
    const others = [...this.#spoiled].filter((segment) => !flipped.includes(segment))
    this.#spoiled = new Set([...others, ...flipped.filter((segment) => !isStoredAs(segment, bytes))])
  }

  /** From LSN 1 on without a gap. */
  #isDense(): boolean {
    return this.segments.every(({ firstLsn }, index) => firstLsn === (this.segments[index - 1]?.lastLsn ?? 0) + 1)
  }

  #lose(isLost: (segment: DiskSegment) => boolean): void {
    this.lost.push(...this.segments.filter(isLost))
    this.segments = this.segments.filter((segment) => !isLost(segment))
  }
}

function manifestMemory({ clusterId, node, role, historyId, incarnation, halt }: Manifest): JsonValue {
  const halted = halt === null ? null : [halt.reason, halt.rule, halt.configurationRevision]
  return [clusterId, node, role, historyId, incarnation, halted]
}

function isStoredAs({ firstLsn, lastLsn, chainBefore, records }: DiskSegment, bytes: Uint8Array): boolean {
  const stored = storedBatchBytes(firstLsn, lastLsn, chainBefore, [records])
  return stored.length === bytes.length && stored.every((byte, index) => byte === bytes[index])
}

const memories = new WeakMap<DiskSegment, JsonValue>()

function segmentMemory(segment: DiskSegment): JsonValue {
  const known = memories.get(segment)
  if (known !== undefined) return known
  const { firstLsn, lastLsn, chainBefore, records } = segment
  const memory = [firstLsn, lastLsn, crc32(chainBefore), crc32(records)]
  memories.set(segment, memory)
  return memory
}

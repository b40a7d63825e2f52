import { DIGEST_BYTES, type Digest, type Hash128, ZERO_DIGEST } from '../aerodb/digest.ts'
import type { DiskBatch, DiskContents, StoredBatch } from '../aerodb/disk.ts'

/** How far back a stale read can reach. */
export const STALE_BATCHES = 8

const NOTHING: DiskContents = { manifest: null, batches: [] }

interface Image {
  readonly manifest: Uint8Array | null
  readonly batches: readonly StoredBatch[]
  /** How many of the batches were there: an append goes on in the same array. */
  readonly count: number
}

/**
 * A disk that keeps its contract: a batch is applied whole, and stays. Values lie under their keys, as in a real one: what is put under a key that
 * is there takes its place. Values are shared, never mutated, so a fork is cheap.
 */
export class SimulatedDisk {
  #manifest: Uint8Array | null
  #batches: StoredBatch[]
  /** As it was before each of the last batches, oldest first. */
  #past: readonly Image[] = []
  /** Whether no other disk has the array of batches, so that it may grow in place. */
  #ownsBatches = true
  #digest: Digest | null = null

  constructor(contents: DiskContents = NOTHING) {
    this.#manifest = contents.manifest
    this.#batches = contents.batches.slice()
  }

  apply({ discardLog, putManifest, putBatch }: DiskBatch): void {
    this.#past = [...this.#past.slice(1 - STALE_BATCHES), this.#image()]
    this.#digest = null
    if (!this.#ownsBatches && (discardLog === 'all' || putBatch !== null)) {
      this.#batches = this.#batches.slice()
      this.#ownsBatches = true
    }
    if (discardLog === 'all') this.#batches = []
    if (putManifest !== null) this.#manifest = putManifest
    if (putBatch === null) return
    const last = this.#batches.at(-1)
    if (last === undefined || last.firstLsn < putBatch.firstLsn) this.#batches.push(putBatch)
    else {
      const others = this.#batches.filter(({ firstLsn }) => firstLsn !== putBatch.firstLsn)
      this.#batches = [...others, putBatch].toSorted((a, b) => a.firstLsn - b.firstLsn)
    }
  }

  contents(): DiskContents {
    return { manifest: this.#manifest, batches: this.#batches.slice() }
  }

  /** As it was `batches` batches ago; null where it has seen fewer, or more than STALE_BATCHES ago. */
  contentsBefore(batches: number): DiskContents | null {
    const image = this.#past.at(-batches)
    return image === undefined ? null : { manifest: image.manifest, batches: image.batches.slice(0, image.count) }
  }

  /** Puts other contents in place of what is there: how damage and a wipe are laid on. */
  replace({ manifest, batches }: DiskContents): void {
    this.#manifest = manifest
    this.#batches = [...batches]
    this.#ownsBatches = true
    this.#past = []
    this.#digest = null
  }

  /**
   * Equal for disks that hold the same, and held the same up to `back` batches ago. A search asks one disk always with the same `back`; `ofBytes`
   * digests a value, and may remember it.
   */
  digest(hash: Hash128, ofBytes: (bytes: Uint8Array) => Digest, back: number): Digest {
    if (this.#digest !== null) return this.#digest
    const images = [...(back === 0 ? [] : this.#past.slice(-back)), this.#image()]
    const parts: Digest[] = []
    for (const { manifest, batches, count } of images) {
      parts.push(manifest === null ? ZERO_DIGEST : ofBytes(manifest))
      for (let index = 0; index < count; index++) parts.push(ofBytes(batches[index]?.bytes ?? ZERO_DIGEST))
      parts.push(ZERO_DIGEST)
    }
    const bytes = new Uint8Array(parts.length * DIGEST_BYTES)
    for (const [index, part] of parts.entries()) bytes.set(part, index * DIGEST_BYTES)
    this.#digest = hash(bytes)
    return this.#digest
  }

  fork(): SimulatedDisk {
    const fork = new SimulatedDisk(NOTHING)
    fork.#manifest = this.#manifest
    fork.#batches = this.#batches
    fork.#past = this.#past
    fork.#digest = this.#digest
    fork.#ownsBatches = false
    this.#ownsBatches = false
    return fork
  }

  #image(): Image {
    return { manifest: this.#manifest, batches: this.#batches, count: this.#batches.length }
  }
}

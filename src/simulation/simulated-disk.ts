import type { DiskBatch, DiskContents, StoredBatch } from '../aerodb/disk.ts'

/** How far back a stale read can reach. */
export const STALE_BATCHES = 8

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

  constructor(contents: DiskContents = { manifest: null, batches: [] }) {
    this.#manifest = contents.manifest
    this.#batches = [...contents.batches]
  }

  apply({ discardLog, putManifest, putBatch }: DiskBatch): void {
    this.#past = [...this.#past.slice(1 - STALE_BATCHES), this.#image()]
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
    this.#past = []
  }

  fork(): SimulatedDisk {
    const fork = new SimulatedDisk(this.contents())
    fork.#past = this.#past
    return fork
  }

  #image(): Image {
    return { manifest: this.#manifest, batches: this.#batches, count: this.#batches.length }
  }
}

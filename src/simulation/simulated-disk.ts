import type { DiskBatch, DiskContents, StoredBatch } from '../aerodb/disk.ts'

/** A disk that keeps its contract: a batch is applied whole, and stays. Values are shared, never mutated, so a fork is cheap. */
export class SimulatedDisk {
  #manifest: Uint8Array | null
  #batches: StoredBatch[]

  constructor(contents: DiskContents = { manifest: null, batches: [] }) {
    this.#manifest = contents.manifest
    this.#batches = [...contents.batches]
  }

  apply({ discardLog, putManifest, putBatch }: DiskBatch): void {
    if (discardLog === 'all') this.#batches = []
    if (putManifest !== null) this.#manifest = putManifest
    if (putBatch !== null) this.#batches.push(putBatch)
  }

  contents(): DiskContents {
    return { manifest: this.#manifest, batches: [...this.#batches] }
  }

  /** Puts other contents in place of what is there: how damage and a wipe are laid on. */
  replace({ manifest, batches }: DiskContents): void {
    this.#manifest = manifest
    this.#batches = [...batches]
  }

  fork(): SimulatedDisk {
    return new SimulatedDisk(this.contents())
  }
}

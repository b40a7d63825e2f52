import type { Effect } from '../aerodb/effect.ts'

type Persist = Effect & { readonly kind: 'persist' }

/** The transaction of a batch smaller than this costs more than its bytes do. */
const SMALL_BATCH_BYTES = 16 * 1024
const REST_LIMIT_MILLIS = 10

/**
 * When a batch may start. All databases of an origin lie in one store, which takes one transaction after the other: Replicas that wrote every
 * commit alone would slow their Primary to a third. So after a batch, a Replica's disk rests for as long as the batch took, and what
 * arrives meanwhile shares the next one. A large batch does not wait, and neither does one that comes after a pause.
 */
export class DiskRest {
  #restedMillis = 0

  /** How long `effect` has to wait, in milliseconds. */
  before({ purpose, batch }: Persist, nowMillis: number): number {
    if (purpose !== 'replicaAppend' || (batch.putBatch?.bytes.byteLength ?? 0) >= SMALL_BATCH_BYTES) return 0
    return Math.max(0, this.#restedMillis - nowMillis)
  }

  /** A batch that was started at `startedMillis` has landed, or failed. */
  after(startedMillis: number, nowMillis: number): void {
    this.#restedMillis = nowMillis + Math.min(nowMillis - startedMillis, REST_LIMIT_MILLIS)
  }
}

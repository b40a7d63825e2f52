import type { Digest, Hash128 } from '../../aerodb/digest.ts'
import type { SimulatedCluster } from '../simulated-cluster.ts'
import type { SimulatedNode } from '../simulated-node.ts'

const encoder = new TextEncoder()
const SCRATCH_BYTES = 64 * 1024

/**
 * Digests clusters: of each node what it will go by, its disk, what is on its way there, and its host's count of starts; of each link what is under
 * way on it; and who waits for an answer. What has been answered matters to nobody but a judge, who remembers it.
 */
export class ClusterDigests {
  readonly #hash: Hash128
  readonly #scratch = new Uint8Array(SCRATCH_BYTES)
  readonly #ofObject = new WeakMap<object, Digest>()
  readonly #digestBytes = (bytes: Uint8Array): Digest => this.#of(bytes, (value) => value)
  /** How many batches ago a start can be shown its disk. */
  readonly #back: number
  #at = 0

  constructor(hash: Hash128, back: number) {
    this.#hash = hash
    this.#back = back
  }

  /** `besides`: digests of what else makes up a state. */
  of(cluster: SimulatedCluster, besides: readonly Digest[]): Digest {
    this.#at = 0
    for (const digest of besides) this.#put(digest)
    for (const simulated of cluster.everyNode) {
      simulated.digest ??= this.#digestNode(simulated)
      this.#put(simulated.digest)
    }
    const { lanes, epochs } = cluster.links
    for (const { isUp, condition, frames } of lanes) {
      this.#number(frames.length * 8 + (isUp ? 4 : 0) + (condition === 'pass' ? 0 : condition === 'hold' ? 1 : 2))
      for (const { bytes } of frames) this.#put(this.#digestBytes(bytes))
    }
    this.#number(epochs)
    this.#number(cluster.requests)
    for (const [request, { node, command }] of cluster.asked) {
      this.#text(request)
      this.#text(node)
      this.#put(this.#of(command, () => encoder.encode(JSON.stringify(command))))
    }
    return this.#hash(this.#written(0))
  }

  /** Written after what is there already, and taken away again. */
  #digestNode(simulated: SimulatedNode): Digest {
    const start = this.#at
    this.#putNode(simulated)
    const digest = this.#hash(this.#written(start))
    this.#at = start
    return digest
  }

  /** Bytes past the end would have been dropped, and clusters that differ in them taken for one. */
  #written(start: number): Uint8Array {
    if (this.#at > SCRATCH_BYTES) throw new Error(`a cluster of ${this.#at} bytes, where ${SCRATCH_BYTES} have room`)
    return this.#scratch.subarray(start, this.#at)
  }

  #putNode(simulated: SimulatedNode): void {
    const { node, disk, writing, starts, diskIsFull, holdsAuthority, authorityPolicy, crash, configuration } = simulated
    this.#number((node === null ? 0 : 1) + (diskIsFull ? 2 : 0) + (holdsAuthority ? 4 : 0) + starts * 8)
    this.#put(this.#of(configuration, () => encoder.encode(JSON.stringify(configuration))))
    if (authorityPolicy !== 'byLock') this.#text(authorityPolicy)
    if (crash !== null) this.#text(`${crash.effects}${crash.batch}`)
    if (node !== null) this.#put(node.digest())
    this.#put(disk.digest(this.#hash, this.#digestBytes, this.#back))
    if (writing !== null) {
      const { id, purpose, batch } = writing
      const { putManifest, putBatch, discardLog } = batch
      this.#number(id)
      this.#number((putManifest === null ? 0 : 1) + (putBatch === null ? 0 : 2) + (discardLog === 'all' ? 4 : 0))
      this.#text(purpose)
      if (putManifest !== null) this.#put(this.#digestBytes(putManifest))
      if (putBatch !== null) this.#put(this.#digestBytes(putBatch.bytes))
    }
  }

  #of<Value extends object>(value: Value, bytesOf: (value: Value) => Uint8Array): Digest {
    const known = this.#ofObject.get(value)
    if (known !== undefined) return known
    const digest = this.#hash(bytesOf(value))
    this.#ofObject.set(value, digest)
    return digest
  }

  #put(digest: Digest): void {
    const { length } = digest
    for (let index = 0; index < length; index++) this.#scratch[this.#at + index] = digest[index] ?? 0
    this.#at += length
  }

  #number(value: number): void {
    const scratch = this.#scratch
    scratch[this.#at++] = value & 255
    scratch[this.#at++] = (value >>> 8) & 255
    scratch[this.#at++] = (value >>> 16) & 255
    scratch[this.#at++] = (value >>> 24) & 255
  }

  #text(text: string): void {
    this.#number(text.length)
    for (let index = 0; index < text.length; index++) this.#scratch[this.#at++] = text.charCodeAt(index) & 255
  }
}

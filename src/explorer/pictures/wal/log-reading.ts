import { digestHex } from '../../../aerodb/digest.ts'
import type { Position } from '../../../aerodb/observation.ts'
import type { Cluster, ClusterView } from '../../../cluster/cluster.ts'
import type { Lsn, NodeName } from '../../../cluster/contract.ts'
import { type FrameMemory, haltFrame } from '../../store/frame-memory.ts'
import { CommitSamples } from './commit-samples.ts'
import type { Fork } from './fork.ts'
import { ForkWatch } from './fork-watch.ts'
import { type LaneFacts, type LsnRange, laneFacts } from './lane-facts.ts'
import { ProvenPrefixes, provenLookup, type RecordLookup } from './record-lookup.ts'
import { WalLoader } from './wal-loader.ts'

type Proven = Readonly<ReturnType<ProvenPrefixes['prove']>>

interface Seen {
  readonly starts: number
  readonly historyId: string | null
  readonly durableLsn: Lsn
}

/**
 * What is known of every node's log: from positions where it ends, from records fetched what is in it, and from chain digests which
 * logs are the same. It fetches the records of one log, the reference, and of others only what is not proven to be the same.
 */
export class LogReading {
  readonly commits = new CommitSamples()
  readonly #loader: WalLoader
  readonly #forkWatch: ForkWatch
  readonly #proofs = new ProvenPrefixes()
  readonly #seen = new Map<NodeName, Seen>()
  readonly #withLog = new Map<NodeName, Position>()
  #lanes: readonly LaneFacts[] = []
  #reference: LaneFacts | null = null
  #records: ReadonlyMap<NodeName, RecordLookup> = new Map()
  #proven: ReadonlyMap<NodeName, Proven> = new Map()

  /** `changed` is called whenever more is known than before. */
  constructor(cluster: Pick<Cluster, 'wal'>, changed: () => void) {
    this.#loader = new WalLoader((node, range) => cluster.wal(node, range), changed)
    this.#forkWatch = new ForkWatch((node, range) => cluster.wal(node, range), changed)
  }

  get lanes(): readonly LaneFacts[] {
    return this.#lanes
  }

  records(node: NodeName): RecordLookup {
    return this.#records.get(node) ?? this.#loader.cache(node)
  }

  /** The log that others are compared with; null before any was seen. */
  get reference(): RecordLookup | null {
    return this.#reference === null ? null : this.#loader.cache(this.#reference.node)
  }

  forks(window: LsnRange): readonly Fork[] {
    return this.#forkWatch.forks(this.#reference, this.#lanes, (node) => this.#loader.cache(node), window)
  }

  /** Takes over the newest positions. A log that was replaced or cut short is forgotten. `frames` are those that the page saw pass. */
  observe(cluster: ClusterView, frames: FrameMemory): void {
    for (const { name, life, starts, position } of cluster.nodes) {
      if (position === null || position.role === 'StartRefused') continue
      const before = this.#seen.get(name)
      const { historyId, durableLsn } = position
      const isAnother =
        before !== undefined && (before.starts !== starts || before.historyId !== historyId || before.durableLsn > durableLsn)
      if (isAnother && life !== 'dead') {
        this.#loader.forget(name)
        this.#proofs.forget(name)
      }
      this.#seen.set(name, { starts, historyId, durableLsn })
      if (durableLsn > 0) this.#withLog.set(name, position)
    }
    const [furthest] = cluster.nodes.toSorted((a, b) => (b.position?.appliedLsn ?? 0) - (a.position?.appliedLsn ?? 0))
    if (furthest?.position) this.commits.add(furthest.position.appliedLsn, furthest.position.appliedCommitId)
    this.#lanes = cluster.nodes.map((node) =>
      laneFacts(node, this.#withLog.get(node.name) ?? null, cluster, haltFrame(frames, node)),
    )
    this.#reference = referenceLane(this.#lanes, cluster)
    this.#prove()
  }

  /** Asks for what is missing of a range, without waiting for it. */
  want({ first, last }: LsnRange): void {
    const reference = this.#reference
    if (reference !== null) this.#want(reference, first, last)
    for (const lane of this.#lanes) {
      if (lane.node === reference?.node) continue
      const { upTo, verdict } = this.#proven.get(lane.node) ?? { upTo: 0, verdict: 'open' }
      if (upTo >= Math.min(last, lane.durableLsn)) continue
      // First what proves it, which is one record of the reference; only where that proves nothing, its own.
      if (verdict === 'open' && reference !== null && this.#canProve(reference, lane.durableLsn))
        this.#want(reference, lane.durableLsn, lane.durableLsn)
      else this.#want(lane, Math.max(first, upTo + 1), last)
    }
  }

  /** A node whose chain digest is the reference's needs no reading: its records are the same. */
  #prove(): void {
    const reference = this.#reference
    const records = new Map<NodeName, RecordLookup>()
    const proofs = new Map<NodeName, Proven>()
    this.#proofs.refer(reference?.node ?? null)
    for (const { node, durableLsn } of this.#lanes) {
      const own = this.#loader.cache(node)
      const position = this.#withLog.get(node)
      if (reference === null || node === reference.node || position === undefined) {
        records.set(node, own)
        continue
      }
      const proven = this.#loader.cache(reference.node)
      const proof = this.#proofs.prove(node, durableLsn, digestHex(position.chainDigest), proven)
      proofs.set(node, { ...proof })
      records.set(node, provenLookup(own, proven, proof.upTo))
    }
    this.#records = records
    this.#proven = proofs
  }

  /** Whether the reference has a record at this LSN that was not fetched yet. */
  #canProve(reference: LaneFacts, lsn: Lsn): boolean {
    const within = lsn >= reference.retainedFrom && lsn <= reference.durableLsn
    return within && reference.standing === 'observed' && this.#loader.cache(reference.node).at(lsn) === null
  }

  #want({ node, standing, durableLsn, retainedFrom }: LaneFacts, first: Lsn, last: Lsn): void {
    if (standing === 'lastSeen') return
    const asOf = `${durableLsn}/${retainedFrom}`
    this.#loader.want({ node, first: Math.max(first, retainedFrom), last: Math.min(last, durableLsn), asOf })
  }
}

/** The Primary's log, or that of the living node that has most; of the dead, where none is alive. */
function referenceLane(lanes: readonly LaneFacts[], cluster: ClusterView): LaneFacts | null {
  const isPrimary = ({ node }: LaneFacts) =>
    cluster.nodes.some(({ name, position }) => name === node && position?.role === 'PrimaryActive')
  const byLength = lanes.toSorted((a, b) => b.durableLsn - a.durableLsn)
  const observed = byLength.filter(({ standing }) => standing === 'observed')
  return observed.find(isPrimary) ?? observed[0] ?? byLength[0] ?? null
}

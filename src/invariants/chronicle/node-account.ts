import type { NodeConfiguration } from '../../aerodb/configuration.ts'
import { type Digest, ZERO_DIGEST } from '../../aerodb/digest.ts'
import { type CommitId, type Lsn, NO_COMMIT, NO_LSN, type NodeName } from '../../aerodb/ids.ts'
import type { Authority } from '../../aerodb/input.ts'
import type { JsonValue } from '../../aerodb/json.ts'
import type { Observation, Role } from '../../aerodb/observation.ts'
import { DiskAccount } from './disk-account.ts'
import { digestKey, lastPointUpTo, type Point, pointMemory, sameChain } from './point.ts'

/** Points kept for each node; older ones are forgotten, and what would be compared with them is not checked. */
const POINTS_KEPT = 16_384

/** One node, by what it has stated and what was done to it. */
export class NodeAccount {
  readonly name: NodeName
  configuration: NodeConfiguration | null = null
  /** As its host said at its last start. */
  authority: Authority | null = null
  isAlive = false
  role: Role = 'Uninitialized'
  /** Null while it follows none, as far as is known. */
  historyId: string | null = null
  durableLsn: Lsn = NO_LSN
  appliedLsn: Lsn = NO_LSN
  appliedCommitId: CommitId = NO_COMMIT
  /** Its log, as it has stated it, in ascending order. */
  points: Point[] = []
  disk = new DiskAccount()
  #durableChain: Digest = ZERO_DIGEST

  constructor(name: NodeName) {
    this.name = name
  }

  get isConfiguredAsPrimary(): boolean {
    return this.configuration?.primaries.includes(this.name) ?? false
  }

  start(configuration: NodeConfiguration, authority: Authority): void {
    this.configuration = configuration
    this.authority = authority
    this.isAlive = true
    this.role = 'Recovering'
  }

  die(): void {
    this.isAlive = false
    this.role = 'Uninitialized'
    this.disk.released()
  }

  /** The point that an `applied` of now amounts to; null where it names another place than what became durable last. */
  pointOf({ lsn, commitId, stateDigest }: Extract<Observation, { readonly kind: 'applied' }>): Point | null {
    return lsn === this.durableLsn ? { lsn, commitId, chain: this.#durableChain, state: stateDigest } : null
  }

  observe(observation: Observation): void {
    switch (observation.kind) {
      case 'roleChanged':
        this.role = observation.role
        return
      case 'recovered':
        this.#recover(observation)
        return
      case 'historyAdopted':
        this.historyId = observation.historyId
        return
      case 'durable':
        this.durableLsn = observation.lastLsn
        this.#durableChain = observation.chainDigest
        return
      case 'applied': {
        const point = this.pointOf(observation)
        this.appliedLsn = observation.lsn
        this.appliedCommitId = observation.commitId
        if (point === null) return
        this.points.push(point)
        if (this.points.length > 2 * POINTS_KEPT) this.points = this.points.slice(-POINTS_KEPT)
        return
      }
      case 'discarded':
        if (!this.disk.isKnown) this.disk.markWhole()
        this.points = []
        this.historyId = null
        this.durableLsn = NO_LSN
        this.appliedLsn = NO_LSN
        this.appliedCommitId = NO_COMMIT
        this.#durableChain = ZERO_DIGEST
        return
      case 'sessionChanged':
      case 'halted':
      case 'startRefused':
      case 'received':
      case 'frameRefused':
      case 'sessionOpened':
      case 'sessionRefused':
      case 'sessionEnded':
      case 'batchAborted':
      case 'readViewOpened':
      case 'readViewClosed':
        return
    }
  }

  fork(): NodeAccount {
    const fork = new NodeAccount(this.name)
    fork.configuration = this.configuration
    fork.authority = this.authority
    fork.isAlive = this.isAlive
    fork.role = this.role
    fork.historyId = this.historyId
    fork.durableLsn = this.durableLsn
    fork.appliedLsn = this.appliedLsn
    fork.appliedCommitId = this.appliedCommitId
    fork.points = this.points.slice()
    fork.disk = this.disk.fork()
    fork.#durableChain = this.#durableChain
    return fork
  }

  memory(): JsonValue {
    const { name, isAlive, role, historyId, durableLsn, appliedLsn, appliedCommitId, configuration } = this
    const stated = [durableLsn, digestKey(this.#durableChain), appliedLsn, appliedCommitId]
    const configured = configuration === null ? null : configurationMemory(configuration)
    return [name, isAlive, this.authority, role, historyId, configured, stated, this.points.map(pointMemory), this.disk.memory()]
  }

  /** The log goes on from where recovery found its end. What was stated beyond it, or of another log, is no longer the node's. */
  #recover({ lsn, commitId, chainDigest, stateDigest, historyId }: Extract<Observation, { readonly kind: 'recovered' }>): void {
    const mayBeAnother = this.disk.mayHaveLost || this.disk.soundness === 'unsure'
    this.disk.recovered(lsn)
    this.historyId = historyId
    this.durableLsn = lsn
    this.appliedLsn = lsn
    this.appliedCommitId = commitId
    this.#durableChain = chainDigest
    this.points.length = lastPointUpTo(this.points, lsn) + 1
    const last = this.points.at(-1)
    if (last?.lsn === lsn && sameChain(last, chainDigest)) return
    // Of a damaged disk, an end that was never stated may be that of another log, with other places before it.
    if (last?.lsn === lsn || mayBeAnother) this.points = []
    if (lsn > 0) this.points.push({ lsn, commitId, chain: chainDigest, state: stateDigest })
  }
}

function configurationMemory({ clusterId, revision, nodes, primaries }: NodeConfiguration): JsonValue {
  return [clusterId, revision, [...nodes], [...primaries]]
}

import type { NodeConfiguration } from '../../aerodb/configuration.ts'
import type { Position, Role } from '../../aerodb/observation.ts'
import type { ClientCounts } from '../../host/protocol.ts'
import { type Deferred, deferred } from '../../platform/deferred.ts'
import type { NodeView, Workload } from '../cluster.ts'
import type { ClusterState, CrashPoint, NodeName } from '../contract.ts'
import type { NodeWorker } from './node-worker.ts'

const NO_CLIENTS: ClientCounts = { issued: 0, acknowledged: 0, rejected: 0 }

/** One node's place in the cluster, worker or none. What the page knows of it outlives its workers. */
export class Seat {
  readonly name: NodeName
  configuration: NodeConfiguration
  starts: number
  life: NodeView['life'] = 'dead'
  position: Position | null = null
  workload: Workload | null
  armedCrash: CrashPoint | null
  death: NodeView['death'] = null
  /** Null while there is none: dead, or starting and waiting for its predecessor's end. */
  worker: NodeWorker | null = null
  /** Resolves once a worker runs, or the start came to nothing. */
  launched: Deferred<void> = deferred()
  /** Resolves once this start has reached a role or a refusal, or the node died before it did. */
  reached: Deferred<void> = deferred()
  /** Resolves once no worker of an earlier start is left. */
  ended: Promise<void> = Promise.resolve()
  #clients = NO_CLIENTS
  #clientsBefore = { acknowledged: 0, rejected: 0, unknown: 0 }

  constructor(configuration: NodeConfiguration, starts: number, workload: Workload | null, armedCrash: CrashPoint | null) {
    this.name = configuration.node
    this.configuration = configuration
    this.starts = starts
    this.workload = workload
    this.armedCrash = armedCrash
  }

  /** But for what waits on it. */
  view(): Omit<NodeView, 'operatorWaits'> {
    const { name, life, configuration, position, starts, workload, armedCrash, death } = this
    return { name, life, configuration, position, starts, workload, armedCrash, death }
  }

  takeClients(counts: ClientCounts): void {
    this.#clients = counts
  }

  /** The last worker has said its last word: what its clients were not told is unknown for good. */
  closeClients(): void {
    this.#clientsBefore = this.clientOutcomes()
    this.#clients = NO_CLIENTS
  }

  /** Of the worker's own clients, over all starts. While the node is dead, what was not answered is unknown. */
  clientOutcomes(): ClusterState['ledger'] {
    const { issued, acknowledged, rejected } = this.#clients
    const unanswered = this.life === 'dead' ? issued - acknowledged - rejected : 0
    return {
      acknowledged: this.#clientsBefore.acknowledged + acknowledged,
      rejected: this.#clientsBefore.rejected + rejected,
      unknown: this.#clientsBefore.unknown + unanswered,
    }
  }
}

/** Whether a start is over: the node has a role, or has refused. */
export function hasArrived(role: Role): boolean {
  return role !== 'Uninitialized' && role !== 'Recovering'
}

import type { AeroError } from '../../aerodb/error.ts'
import { AeroFailure, errorOf } from '../../platform/failure.ts'
import { COMMAND_GUARDS } from '../rules/command-guards.ts'
import { failureOf } from '../rules/demand.ts'
import type { LiveCluster } from './live-cluster.ts'
import type { Opening } from './open-cluster.ts'

/** Whether there is a cluster on this page, and why not where there is none. */
export type SourceState =
  | { readonly kind: 'opening' }
  | { readonly kind: 'opened'; readonly cluster: LiveCluster }
  /** Another tab runs it; `isFree` once that tab is gone, and this one may take over. */
  | { readonly kind: 'occupied'; readonly isFree: boolean; readonly error: AeroError }
  | { readonly kind: 'unsupported'; readonly error: AeroError }

/** Opens this origin's cluster, and says where that stands: the one place from which the page and automation get it. */
export class ClusterSource {
  readonly #open: () => Promise<Opening>
  readonly #listeners = new Set<() => void>()
  #state: SourceState = { kind: 'opening' }
  #takeOver: () => Promise<Opening>

  /** Opens at once. */
  constructor(open: () => Promise<Opening>) {
    this.#open = open
    this.#takeOver = open
    this.retry()
  }

  state(): SourceState {
    return this.#state
  }

  /** Calls back after every change of `state`. Returns the function that unsubscribes. */
  subscribe(listener: () => void): () => void {
    const own = () => listener()
    this.#listeners.add(own)
    return () => this.#listeners.delete(own)
  }

  /** Opens again, from the start. */
  retry(): void {
    this.#follow(this.#open())
  }

  /** Runs the cluster here as soon as the other tab is gone. */
  takeOver(): void {
    this.#follow(this.#takeOver())
  }

  /** @throws AeroFailure with the reason why there is none (CLUSTER-12 while it is still being opened) */
  current(): LiveCluster {
    const state = this.#state
    switch (state.kind) {
      case 'opened':
        return state.cluster
      case 'opening':
        throw failureOf(COMMAND_GUARDS.clusterOpened, 'underWay')
      case 'occupied':
      case 'unsupported':
        throw new AeroFailure(state.error)
    }
  }

  /** As `current`, once opening has come to an end. */
  async opened(): Promise<LiveCluster> {
    while (this.#state.kind === 'opening') {
      await new Promise<void>((resolve) => {
        const unsubscribe = this.subscribe(() => {
          unsubscribe()
          resolve()
        })
      })
    }
    return this.current()
  }

  #follow(opening: Promise<Opening>): void {
    this.#become({ kind: 'opening' })
    opening.then((opened) => this.#takeIn(opened)).catch((thrown: unknown) => this.#fail(thrown))
  }

  #takeIn(opening: Opening): void {
    if (opening.kind !== 'occupied') {
      this.#become(opening)
      return
    }
    const { error, whenFree, takeOver } = opening
    this.#takeOver = takeOver
    this.#become({ kind: 'occupied', isFree: false, error })
    whenFree.then(() => this.#becomeFree(error)).catch((thrown: unknown) => this.#fail(thrown))
  }

  #becomeFree(error: AeroError): void {
    if (this.#state.kind === 'occupied') this.#become({ kind: 'occupied', isFree: true, error })
  }

  #fail(thrown: unknown): void {
    this.#become({ kind: 'unsupported', error: errorOf(thrown) })
  }

  #become(state: SourceState): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}

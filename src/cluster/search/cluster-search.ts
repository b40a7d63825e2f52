import { ENGINE_BUILD } from '../replay/engine-build.ts'
import type { SearchNews, SearchOrder } from './worker/search-messages.ts'

/**
 * Every order of every event in a small scope, over the engine of this page, in as many workers as asked for. It touches no live node. `heard` is told
 * how far it has come, several times a second, and last of all that it has ended, or why it could not go on.
 */
export class ClusterSearch {
  readonly #worker: Worker

  constructor(order: Omit<SearchOrder, 'engine'>, heard: (news: SearchNews) => void) {
    // In one expression: that is how the build finds the worker's script.
    this.#worker = new Worker(new URL('./worker/search-worker.ts', import.meta.url), { type: 'module', name: 'AeroDB search' })
    this.#worker.onmessage = ({ data }: MessageEvent<SearchNews>) => heard(data)
    this.#worker.onerror = ({ message }) => heard({ kind: 'failed', message: message ?? 'its script did not load' })
    this.#worker.postMessage({ ...order, engine: ENGINE_BUILD } satisfies SearchOrder)
  }

  /** At once; nothing is heard of it any more. */
  stop(): void {
    this.#worker.onmessage = null
    this.#worker.onerror = null
    this.#worker.terminate()
  }
}

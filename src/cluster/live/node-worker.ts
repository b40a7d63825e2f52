import type { Command } from '../../aerodb/command.ts'
import type { NodeConfiguration } from '../../aerodb/configuration.ts'
import type { AeroError } from '../../aerodb/error.ts'
import type { RequestId } from '../../aerodb/ids.ts'
import { hostError } from '../../host/host-error.ts'
import { whenLockIsFree } from '../../host/locks.ts'
import { diskLockName } from '../../host/names.ts'
import { type Ask, type Boot, HOST_PROTOCOL_VERSION, type PageMessage, type Reply, type Report } from '../../host/protocol.ts'
import { type PostedReport, wholeReport } from '../../host/report-wire.ts'
import { deferred } from '../../platform/deferred.ts'

/** The worker ended before it replied. */
export type Died = { readonly kind: 'died' }
const DIED: Died = { kind: 'died' }

/** What a start of a worker is made of. */
export type WorkerStart = Omit<Boot, 'kind' | 'protocol' | 'port'>

export interface WorkerWatcher {
  /** Also after `terminate`, until it resolves: what a dying worker had said is not lost. */
  readonly report: (report: Report) => void
  /** The worker broke without a report: its script did not load, or the browser ended it. */
  readonly broke: (error: AeroError) => void
}

/** One run of one node's worker, as the page holds it. */
export class NodeWorker {
  readonly #worker: Worker
  readonly #port: MessagePort
  readonly #configuration: NodeConfiguration
  readonly #calls = new Map<number, (reply: Reply | Died) => void>()
  #lastCall = 0
  #terminated = false

  constructor(start: WorkerStart, watcher: WorkerWatcher) {
    const { node } = start.configuration
    const channel = new MessageChannel()
    this.#configuration = start.configuration
    this.#port = channel.port1
    this.#port.onmessage = ({ data }: MessageEvent<PostedReport>) => this.#take(wholeReport(data), watcher)
    this.#worker = new Worker(new URL('../../host/worker.ts', import.meta.url), { type: 'module', name: `AeroDB node ${node}` })
    this.#worker.onerror = (event) => {
      const cause = event.message === '' ? 'its script did not load' : event.message
      watcher.broke(hostError('AERO_HOST_WORKER_FAILED', `the worker of ${node} broke: ${cause}`, { node, cause }))
    }
    const boot: Boot = { kind: 'boot', protocol: HOST_PROTOCOL_VERSION, ...start, port: channel.port2 }
    this.#worker.postMessage(boot, [channel.port2])
  }

  ask(ask: Ask, transfer: readonly Transferable[] = []): Promise<Reply | Died> {
    if (this.#terminated) return Promise.resolve(DIED)
    const call = ++this.#lastCall
    const replied = deferred<Reply | Died>()
    this.#calls.set(call, replied.resolve)
    const message: PageMessage = { kind: 'ask', call, ask }
    this.#port.postMessage(message, [...transfer])
    return replied.promise
  }

  command(request: RequestId, command: Command): void {
    const message: PageMessage = { kind: 'command', request, command }
    this.#port.postMessage(message)
  }

  /**
   * Ends the worker at once: no goodbye. Resolves when it is really gone, which `terminate()` alone does not promise: its disk lock is free, and
   * everything that it said has been reported.
   */
  async terminate(): Promise<void> {
    this.#terminated = true
    this.#worker.onerror = null
    this.#worker.terminate()
    for (const died of this.#calls.values()) died(DIED)
    this.#calls.clear()
    const { clusterId, node } = this.#configuration
    await whenLockIsFree(diskLockName(clusterId, node))
    await messagesUnderway()
    this.#port.close()
  }

  #take(report: Report, watcher: WorkerWatcher): void {
    watcher.report(report)
    for (const { call, reply } of report.replies) {
      this.#calls.get(call)?.(reply)
      this.#calls.delete(call)
    }
  }
}

/**
 * Resolves once messages that were posted before now have been handled. A worker's last ones were posted before its lock was free, so they are in
 * line already; this goes to the end of the line.
 */
async function messagesUnderway(): Promise<void> {
  const { port1, port2 } = new MessageChannel()
  const { promise, resolve } = deferred<void>()
  port1.onmessage = () => resolve()
  port2.postMessage(null)
  await promise
  port1.close()
}

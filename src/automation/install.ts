import { malformed } from '../cluster/arguments.ts'
import type { Cluster } from '../cluster/cluster.ts'
import type { ClusterSource } from '../cluster/live/cluster-source.ts'
import { branchedTrace } from '../cluster/replay/branched-trace.ts'
import { KeptRun } from '../cluster/replay/kept-run.ts'
import { RECORDED } from '../cluster/replay/worker/replay-messages.ts'
import type { ExplorerApi } from './api.ts'

/** Puts `window.aerodb` there, before anything is drawn: a program may call at once, and waits until the cluster is open. */
export function installAutomation(source: ClusterSource): void {
  Object.defineProperty(window, 'aerodb', { value: explorerApiOf(source), enumerable: true })
}

type AsyncMethod<Parameters extends readonly unknown[], Result> = (...parameters: Parameters) => Promise<Result>

function explorerApiOf(source: ClusterSource): ExplorerApi {
  /** The cluster's own method, once it is open. */
  function late<Parameters extends readonly unknown[], Result>(
    method: (cluster: Cluster) => AsyncMethod<Parameters, Result>,
  ): AsyncMethod<Parameters, Result> {
    return async (...parameters) => method(await source.opened())(...parameters)
  }

  return {
    version: AERODB_VERSION,
    get ready() {
      return source.opened().then(({ ready }) => ready)
    },
    create: async (configuration) => (await source.opened()).create(configuration),
    // Copies: what a program does to them is its own affair.
    configuration: () => structuredClone(source.current().configuration()),
    state: () => structuredClone(source.current().state()),
    subscribe: (listener) => {
      if (typeof listener !== 'function') throw malformed('listener', 'a function', listener)
      const cluster = source.current()
      return cluster.subscribe(() => listener(structuredClone(cluster.state())))
    },
    settled: late((cluster) => cluster.settled.bind(cluster)),
    kill: late((cluster) => cluster.kill.bind(cluster)),
    restart: late((cluster) => cluster.restart.bind(cluster)),
    partition: late((cluster) => cluster.partition.bind(cluster)),
    heal: late((cluster) => cluster.heal.bind(cluster)),
    condition: late((cluster) => cluster.condition.bind(cluster)),
    release: late((cluster) => cluster.release.bind(cluster)),
    damage: late((cluster) => cluster.damage.bind(cluster)),
    crashAt: late((cluster) => cluster.crashAt.bind(cluster)),
    disarm: late((cluster) => cluster.disarm.bind(cluster)),
    configure: late((cluster) => cluster.configure.bind(cluster)),
    workload: late((cluster) => cluster.workload.bind(cluster)),
    write: late((cluster) => cluster.write.bind(cluster)),
    read: late((cluster) => cluster.read.bind(cluster)),
    openReadView: late((cluster) => cluster.openReadView.bind(cluster)),
    closeReadView: late((cluster) => cluster.closeReadView.bind(cluster)),
    resume: late((cluster) => cluster.resume.bind(cluster)),
    bootstrap: late((cluster) => cluster.bootstrap.bind(cluster)),
    cancel: late((cluster) => cluster.cancel.bind(cluster)),
    wal: late((cluster) => cluster.wal.bind(cluster)),
    walBytes: late((cluster) => cluster.walBytes.bind(cluster)),
    versions: late((cluster) => cluster.versions.bind(cluster)),
    explain: late((cluster) => cluster.explain.bind(cluster)),
    trace: late((cluster) => cluster.trace.bind(cluster)),
    invariants: () => source.current().invariants(),
    branch: branchedTrace,
    replay: async (trace) => {
      const run = KeptRun.ofTrace(trace)
      try {
        return await run.replay(RECORDED, () => undefined)
      } finally {
        run.close()
      }
    },
  }
}

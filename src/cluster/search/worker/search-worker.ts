import { loadHash128 } from '../../../platform/hashing.ts'
import { initialOf } from '../../../simulation/search/breadth-first.ts'
import { ClusterModel } from '../../../simulation/search/cluster-model.ts'
import { counterexample } from '../../../simulation/search/counterexample.ts'
import { labelsAlong } from '../../../simulation/search/expander.ts'
import { type ExpandMessage, type FoundMessage, PooledSearch } from '../../../simulation/search/pooled-search.ts'
import { engineWithout } from '../../../simulation/search/rules/take-away.ts'
import type { ExpanderOrder, FoundHistory, SearchNews, SearchOrder } from './search-messages.ts'

/** Between two reports of progress. */
const REPORT_MILLIS = 200
const DEEPEST_STEPS = 1_000

function tell(news: SearchNews): void {
  postMessage(news)
}

function fail(thrown: unknown): void {
  tell({ kind: 'failed', message: thrown instanceof Error ? thrown.message : String(thrown) })
}

/** Keeps account of one search, over workers of its own. It ends with this worker, whatever they are at. */
async function search({ scope, removed, workers, states, engine }: SearchOrder): Promise<void> {
  const hash = await loadHash128()
  const searched = engineWithout(removed)
  const model = new ClusterModel(hash, scope, searched)
  const pool = new PooledSearch({ states, depth: DEEPEST_STEPS }, workers)
  const expanders = Array.from(
    { length: workers },
    () => new Worker(new URL('./expander-worker.ts', import.meta.url), { type: 'module', name: 'AeroDB search' }),
  )
  const post = (messages: readonly ExpandMessage[]): void => {
    for (const [index, message] of messages.entries()) expanders[index]?.postMessage(message)
  }
  const reporting = setInterval(() => tell({ kind: 'progress', progress: pool.progress }), REPORT_MILLIS)
  const conclude = (): void => {
    clearInterval(reporting)
    for (const expander of expanders) expander.terminate()
    const { progress } = pool
    tell({ kind: 'ended', progress, found: progress.violation === null ? null : found() })
  }
  const found = (): FoundHistory => {
    const choices = labelsAlong(model, pool.progress.violation?.path ?? []).map(({ choice }) => choice)
    const { steps, invariants, trace } = counterexample(hash, scope, choices, engine, searched)
    const [invariant] = invariants
    if (invariant === undefined)
      throw new Error('the history that was found does not break an invariant when it is run by itself')
    return { invariant, steps, trace: removed === null ? trace : { ...trace, without: removed } }
  }
  for (const [index, expander] of expanders.entries()) {
    expander.onmessage = ({ data }: MessageEvent<FoundMessage>) => {
      if (pool.progress.kind !== 'running') return
      try {
        const next = pool.take(index, data)
        if (next === null) conclude()
        else post(next)
      } catch (thrown) {
        fail(thrown)
      }
    }
    expander.onerror = ({ message }) => fail(new Error(`a worker broke: ${message}`))
    expander.postMessage({ kind: 'open', scope, removed } satisfies ExpanderOrder)
  }
  post(pool.open(initialOf(model)))
  if (pool.progress.kind !== 'running') conclude()
}

addEventListener('message', ({ data }: MessageEvent<SearchOrder>) => {
  search(data).catch(fail)
})

import type { ClusterSource, SourceState } from '../../cluster/live/cluster-source.ts'
import { useExplorer } from '../store/explorer-store.ts'
import { announceReopened } from './announce-reopened.ts'
import type { StartState } from './start-state.ts'

/** Shows what the source has to give, for as long as it is followed: a cluster, or why there is none. Returns the function that lets go. */
export function followSource(source: ClusterSource): () => void {
  let detach: (() => void) | null = null
  const take = () => {
    detach?.()
    detach = taken(source, source.state())
  }
  take()
  const unsubscribe = source.subscribe(take)
  return () => {
    unsubscribe()
    detach?.()
  }
}

function taken(source: ClusterSource, state: SourceState): (() => void) | null {
  const { attach, takeControl, awaitStart } = useExplorer.getState()
  if (state.kind !== 'opened') {
    awaitStart(startStateOf(source, state))
    return null
  }
  const { cluster } = state
  takeControl({ create: (configuration) => cluster.create(configuration), createDemo: () => cluster.createDemo() })
  announceReopened(cluster)
  return attach(cluster)
}

function startStateOf(source: ClusterSource, state: Exclude<SourceState, { readonly kind: 'opened' }>): StartState {
  switch (state.kind) {
    case 'opening':
      return { kind: 'starting' }
    case 'occupied':
      return { kind: 'occupied', isFree: state.isFree, takeOver: () => source.takeOver() }
    case 'unsupported':
      return { kind: 'failed', code: state.error.code, message: state.error.message, retry: () => source.retry() }
  }
}

import { useMemo } from 'react'
import type { ClusterEvent } from '../../cluster/event.ts'
import { useCalm } from '../inspector/use-calm.ts'
import { useExplorer } from '../store/explorer-store.ts'

/** A list that is read is renewed at most this often. */
const EVENTS_PERIOD_MILLIS = 250

export interface Events {
  /** Of the view that they belong to. */
  readonly revision: number
  readonly events: readonly ClusterEvent[]
  readonly dropped: number
}

const NONE = { events: [], dropped: 0 } as const

/** The events that the cluster keeps, oldest first. */
export function useEvents(): Events {
  const cluster = useExplorer((state) => state.cluster)
  const newest = useExplorer((state) => state.view?.revision ?? 0)
  const revision = useCalm(newest, EVENTS_PERIOD_MILLIS)
  return useMemo(() => ({ ...(cluster?.events() ?? NONE), revision }), [cluster, revision])
}

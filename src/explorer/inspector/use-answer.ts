import { useEffect, useEffectEvent, useState } from 'react'
import type { Cluster } from '../../cluster/cluster.ts'
import { type FailureReport, reportOf } from '../commands/failure.ts'
import { useExplorer } from '../store/explorer-store.ts'

export type Answer<Value> =
  | { readonly state: 'asked' }
  | { readonly state: 'given'; readonly value: Value }
  | { readonly state: 'failed'; readonly report: FailureReport }

interface Held<Value> {
  readonly subject: string
  readonly question: string
  readonly answer: Answer<Value>
}

const ASKED = { state: 'asked' } as const

/**
 * What the cluster answers to a question that changes nothing. Asked again whenever `question` changes; the last answer stays until the next
 * is there, unless `subject` changed: then it was about something else. A late answer to an old question is dropped.
 */
export function useAnswer<Value>(subject: string, question: string, ask: (cluster: Cluster) => Promise<Value>): Answer<Value> {
  const cluster = useExplorer((state) => state.cluster)
  const [held, setHeld] = useState<Held<Value>>({ subject, question, answer: ASKED })
  const askNow = useEffectEvent(ask)
  useEffect(() => {
    if (cluster === null) return
    let wanted = true
    const hold = (answer: Answer<Value>) => {
      if (wanted) setHeld({ subject, question, answer })
    }
    askNow(cluster).then(
      (value) => hold({ state: 'given', value }),
      (thrown: unknown) => hold({ state: 'failed', report: reportOf(thrown) }),
    )
    return () => {
      wanted = false
    }
  }, [cluster, subject, question])
  return held.subject === subject ? held.answer : ASKED
}

import { useCallback, useEffect, useRef, useState } from 'react'
import type { Cluster } from '../../../cluster/cluster.ts'
import type { CommitId, NodeName } from '../../../cluster/contract.ts'
import { askAt, type Question } from './question.ts'

export interface Asking {
  /** What is asked now, with the newest answer for it; null while nothing is asked. */
  readonly question: Question | null
  ask(node: NodeName, at: CommitId): void
  readonly stop: () => void
}

/** Asks a node what would be seen at a bound. While an answer is due, only the newest question waits; the others are never asked. */
export function useQuestion(cluster: Cluster, keys: readonly string[]): Asking {
  const [question, setQuestion] = useState<Question | null>(null)
  const wanted = useRef<Question | null>(null)
  const running = useRef(false)
  const asked = useRef({ cluster, keys })

  useEffect(() => {
    asked.current = { cluster, keys }
  }, [cluster, keys])

  const run = useCallback(async () => {
    if (running.current) return
    running.current = true
    for (let next = wanted.current; next !== null && next.answer === null; next = wanted.current) {
      const answered = await askAt(asked.current.cluster, next.node, next.at, asked.current.keys)
      if (wanted.current !== next) continue
      wanted.current = answered
      setQuestion(answered)
    }
    running.current = false
  }, [])

  const ask = useCallback(
    (node: NodeName, at: CommitId) => {
      const { current } = wanted
      if (current !== null && current.node === node && current.at === at) return
      const next: Question = { node, at, answer: null }
      wanted.current = next
      setQuestion(next)
      void run()
    },
    [run],
  )
  const stop = useCallback(() => {
    wanted.current = null
    setQuestion(null)
  }, [])
  return { question, ask, stop }
}

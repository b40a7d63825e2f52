import { useEffect, useState } from 'react'
import { useExplorer } from '../store/explorer-store.ts'

/** Commits are counted over this long. */
const WINDOW_MILLIS = 2_000
const SAMPLE_MILLIS = 250

interface Sample {
  readonly atMillis: number
  readonly acknowledged: number
}

/** Acknowledged commits a second over a window of samples, oldest first; 0 while too little was seen. */
export function ratePerSecond(samples: readonly Sample[]): number {
  const oldest = samples[0]
  const newest = samples.at(-1)
  if (oldest === undefined || newest === undefined || newest.atMillis === oldest.atMillis) return 0
  const rate = ((newest.acknowledged - oldest.acknowledged) * 1_000) / (newest.atMillis - oldest.atMillis)
  return Math.max(0, Math.round(rate))
}

/** Samples with the newest added, and those that left the window gone. A count that fell began anew. */
export function sampled(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1)
  if (last !== undefined && sample.acknowledged < last.acknowledged) return [sample]
  return [...samples.filter(({ atMillis }) => atMillis >= sample.atMillis - WINDOW_MILLIS), sample]
}

/** How many commits a second clients of the cluster get acknowledged now. */
export function useCommitRate(): number {
  const [samples, setSamples] = useState<readonly Sample[]>([])
  useEffect(() => {
    const timer = setInterval(() => {
      const acknowledged = useExplorer.getState().view?.ledger.acknowledged ?? 0
      setSamples((before) => sampled(before, { atMillis: performance.now(), acknowledged }))
    }, SAMPLE_MILLIS)
    return () => clearInterval(timer)
  }, [])
  return ratePerSecond(samples)
}

import { counted } from '../design/counted.ts'
import type { SearchRun } from './search-store.ts'

/** How a search stands, in one sentence. */
export function verdictText({ kind, progress, found, message }: SearchRun): string {
  switch (kind) {
    case 'running':
      return 'Searching …'
    case 'stopped':
      return '○ Stopped. Nothing was wrong in the states that were found.'
    case 'failed':
      return `✕ The search could not go on: ${message ?? ''}`
    case 'ended':
      if (found !== null) return `✕ ${found.invariant} is broken, in ${counted(found.steps.length, 'step', 'steps')} and no fewer`
      return progress?.kind === 'exhausted'
        ? '✓ Every state was found, and every invariant holds in all of them.'
        : '○ The bound on states was reached: every invariant holds in the states that were found.'
  }
}

export function verdictTone({ kind, found }: SearchRun): 'plain' | 'healthy' | 'wrong' {
  if (found !== null || kind === 'failed') return 'wrong'
  return kind === 'ended' ? 'healthy' : 'plain'
}

import type { FoundHistory } from '../../cluster/search/worker/search-messages.ts'
import { announce } from '../design/toast-queue.ts'

/** A browser may read the content of a download after it was asked for it: it says nothing when it has. */
const SAVED_MILLIS = 60_000

/** As a download, to be imported under Runs. */
export function exportTrace({ trace, invariant, steps }: FoundHistory): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(trace)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `breaks-${invariant}.aerodb.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), SAVED_MILLIS)
  announce({ tone: 'done', title: 'The trace was exported', detail: `${steps.length} steps, ${link.download}` })
}

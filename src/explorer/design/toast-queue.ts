import { UNSTABLE_ToastQueue as ToastQueue } from 'react-aria-components'
import type { ClusterView } from '../../cluster/cluster.ts'

export type ToastTone = 'neutral' | 'done' | 'refused'

/** What a toast offers to do, for as long as it makes sense: then the toast goes. */
interface ToastAction {
  readonly label: string
  readonly onPress: () => void
  readonly isOffered: (view: ClusterView) => boolean
}

/** A short word about what was just done, refused, or can be undone. */
export interface ToastContent {
  readonly tone: ToastTone
  readonly title: string
  readonly detail?: string | null
  /** A stable AERO_ code. */
  readonly code?: string | null
  readonly rule?: string | null
  readonly action?: ToastAction
}

const TOASTS_SHOWN = 3
const SHOWN_MILLIS = 6_000
/** What went wrong stays long enough to be read twice. */
const REFUSAL_SHOWN_MILLIS = 12_000

export const toastQueue = new ToastQueue<ToastContent>({ maxVisibleToasts: TOASTS_SHOWN })

export function announce(content: ToastContent): void {
  toastQueue.add(content, { timeout: content.tone === 'refused' ? REFUSAL_SHOWN_MILLIS : SHOWN_MILLIS })
}

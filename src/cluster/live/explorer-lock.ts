import { holdLock } from '../../host/locks.ts'

/** One page of an origin runs the cluster. Held for as long as that page lives. */
export const EXPLORER_LOCK = 'aerodb:explorer'
/** On which a page that runs the cluster answers one that asks. */
const CHANNEL = 'aerodb:explorer'

/**
 * How long to wait for the lock where nobody answers. A page that was just reloaded or closed may hold it for a moment; one that is frozen in the
 * background holds it and can't answer.
 */
const PATIENCE_MILLIS = 3_000

export type ExplorerLock = { readonly kind: 'held' } | { readonly kind: 'occupied'; readonly whenHeld: Promise<void> }

/** Asks for the lock. Where another page has it, the request stays in line: `whenHeld` resolves when that page is gone. */
export async function takeExplorerLock(): Promise<ExplorerLock> {
  const whenHeld = holdLock(EXPLORER_LOCK)
  const channel = new BroadcastChannel(CHANNEL)
  const answered = new Promise<'answered'>((resolve) => {
    channel.onmessage = ({ data }) => {
      if (data === 'here') resolve('answered')
    }
  })
  channel.postMessage('who')
  const patience = new Promise<'silence'>((resolve) => setTimeout(() => resolve('silence'), PATIENCE_MILLIS))
  const first = await Promise.race([whenHeld.then(() => 'held' as const), answered, patience])
  const answering = whenHeld.then(() => answerOn(channel))
  if (first !== 'held') return { kind: 'occupied', whenHeld: answering }
  await answering
  return { kind: 'held' }
}

function answerOn(channel: BroadcastChannel): void {
  channel.onmessage = ({ data }) => {
    if (data === 'who') channel.postMessage('here')
  }
}

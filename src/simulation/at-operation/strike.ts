import type { NodeName } from '../../aerodb/ids.ts'
import type { Choice, Landing } from '../choice.ts'

/** What happens to a disk operation in place of what it is there for. */
export type Strike =
  /** The node dies with its batch in flight. */
  | { readonly kind: 'crash'; readonly batch: Landing }
  | { readonly kind: 'error'; readonly error: DiskError; readonly lasts: 'once' | 'fromHereOn' }

/** `aborted`: provably, nothing of it is there. `landed` and `lost`: the disk did not say which. */
type DiskError = 'aborted' | 'landed' | 'lost'

const ERRORS: readonly DiskError[] = ['aborted', 'landed', 'lost']

export const STRIKES: readonly Strike[] = [
  { kind: 'crash', batch: 'lands' },
  { kind: 'crash', batch: 'lost' },
  ...ERRORS.flatMap((error) => [
    { kind: 'error', error, lasts: 'once' } as const,
    { kind: 'error', error, lasts: 'fromHereOn' } as const,
  ]),
]

export function strikeOn(node: NodeName, strike: Strike): Choice {
  if (strike.kind === 'crash') return { kind: 'kill', node, batch: strike.batch }
  if (strike.error === 'aborted') return { kind: 'abort', node, cause: 'AbortError' }
  return { kind: 'failUnknown', node, batch: strike.error === 'landed' ? 'lands' : 'lost' }
}

/** One word, as a command line takes it. */
export function strikeName(strike: Strike): string {
  if (strike.kind === 'crash') return `crash-${strike.batch}`
  return `${strike.error}-${strike.lasts === 'once' ? 'once' : 'from-here-on'}`
}

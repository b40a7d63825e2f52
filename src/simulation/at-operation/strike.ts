import type { NodeName } from '../../aerodb/ids.ts'
import type { Choice, Landing } from '../choice.ts'
import type { DiskFault } from '../disk-fault.ts'
import type { SimulatedNode } from '../simulated-node.ts'

/** A disk is opened and read once at each start, and written batch by batch. */
export type DiskOperation = 'read' | 'write'

/** What happens to a disk operation in place of what it is there for. */
export type Strike =
  /** The node dies with its batch in flight, or while it reads. */
  | { readonly kind: 'crash'; readonly batch: Landing }
  /**
   * On a read: there is nothing to start on. From here on: all further ones of that disk, reads or writes as this one; of a disk that is gone, reads
   * and writes.
   */
  | { readonly kind: 'error'; readonly error: DiskError; readonly lasts: 'once' | 'fromHereOn' | 'goneFromHereOn' }
  /** A read that shows something else: the disk as it was a batch ago, or with a bit flipped, which stays so. */
  | { readonly kind: 'misread'; readonly what: 'stale' | 'flipped' }

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
  // After a read that fails nothing is written: a disk that is gone differs only from a write on.
  { kind: 'error', error: 'lost', lasts: 'goneFromHereOn' },
  { kind: 'misread', what: 'stale' },
  { kind: 'misread', what: 'flipped' },
]

/** Whether it can fall on such an operation, and is not the same there as one before it: of a read, nothing lands or is lost. */
export function fallsOn(operation: DiskOperation, strike: Strike): boolean {
  if (operation === 'write') return strike.kind !== 'misread'
  if (strike.kind === 'misread') return true
  return strike.kind === 'crash' ? strike.batch === 'lands' : strike.error === 'aborted'
}

/** What becomes of the batch that is on its way. */
export function strikeOnWrite(node: NodeName, strike: Exclude<Strike, { readonly kind: 'misread' }>): Choice {
  if (strike.kind === 'crash') return { kind: 'kill', node, batch: strike.batch }
  if (strike.error === 'aborted') return { kind: 'abort', node, cause: 'AbortError' }
  return { kind: 'failUnknown', node, batch: strike.error === 'landed' ? 'lands' : 'lost' }
}

/** What becomes of the start that reads this disk. */
export function strikeOnRead({ name: node, disk }: Pick<SimulatedNode, 'name' | 'disk'>, strike: Strike): readonly Choice[] {
  if (strike.kind === 'crash') return [{ kind: 'failStart', node, how: 'killed' }]
  if (strike.kind === 'error') return [{ kind: 'failStart', node, how: 'unreadable' }]
  if (strike.what === 'stale')
    return [disk.contentsBefore(1) === null ? { kind: 'start', node } : { kind: 'staleStart', node, batches: 1 }]
  const { batches, manifest } = disk.contents()
  const flips: readonly DiskFault[] =
    batches.length > 0
      ? [{ kind: 'flipBatchBit', batch: batches.length - 1, bit: FLIPPED_BIT }]
      : manifest === null
        ? []
        : [{ kind: 'flipManifestBit', bit: FLIPPED_BIT }]
  return [...flips.map((fault) => ({ kind: 'damage', node, fault }) as const), { kind: 'start', node }]
}

/** Of a record's type or of a manifest's text: any bit has to be found. */
const FLIPPED_BIT = 8 * 42

/** One word, as a command line takes it. */
export function strikeName(strike: Strike): string {
  if (strike.kind === 'crash') return `crash-${strike.batch}`
  if (strike.kind === 'misread') return `${strike.what}-read`
  return `${strike.error}-${LASTING[strike.lasts]}`
}

const LASTING = { once: 'once', fromHereOn: 'from-here-on', goneFromHereOn: 'gone-from-here-on' } as const

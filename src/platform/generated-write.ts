import type { Command, WriteOperation } from '../aerodb/command.ts'

/**
 * A write set that a host makes up for its own clients. A pure function of these few numbers, so a trace names it rather than carry it.
 */
export type GeneratedWrite =
  | { readonly kind: 'note'; readonly index: number }
  | { readonly kind: 'bulk'; readonly index: number; readonly documents: number; readonly bodyBytes: number }

export function generatedCommand(write: GeneratedWrite): Command {
  const operations = write.kind === 'note' ? [noteOperation(write.index)] : bulkOperations(write)
  return { kind: 'write', operations, basedOn: null }
}

/**
 * What a node holds of a document in a generated write while it waits for a batch, beside the body: the operation and the document with its id, the
 * key and the text. Rounded up from what was measured, and about five times what the log takes for it.
 */
export const GENERATED_DOCUMENT_BYTES = 320

/** What a bulk write takes where it is made: more than its few numbers say. */
export function bulkBytes({ documents, bodyBytes }: GeneratedWrite & { readonly kind: 'bulk' }): number {
  return documents * (GENERATED_DOCUMENT_BYTES + bodyBytes)
}

const NOTES = 'notes'
const NOTE_KEYS = 12
/** Every eleventh note is deleted in place of written: tombstones are part of life. 11 and 12 share no factor, so each key gets its turn. */
const DELETE_EVERY = 11

const ERRANDS = [
  'Call the harbour office',
  'Water the lemon tree',
  'Return the library books',
  'Mend the blue bicycle',
  'Ask Ada about the map',
  'Buy bread and olives',
  'Post the letter to Lisbon',
  'Wind the kitchen clock',
  'Book the night train',
  'Sharpen the pencils',
  'Feed the neighbour’s cat',
  'Learn the second verse',
  'Repair the garden gate',
] as const

export type NoteOperation =
  | { readonly op: 'put'; readonly collection: string; readonly document: Note }
  | { readonly op: 'delete'; readonly collection: string; readonly id: string }

export type Note = { readonly _id: string; readonly text: string; readonly n: number }

/** A note as a person might keep it: one of twelve documents, written again and again, now and then deleted. */
export function noteOperation(index: number): NoteOperation {
  const id = `k${(index % NOTE_KEYS) + 1}`
  if (index % DELETE_EVERY === DELETE_EVERY - 1) return { op: 'delete', collection: NOTES, id }
  return { op: 'put', collection: NOTES, document: { _id: id, text: ERRANDS[index % ERRANDS.length] ?? '', n: index } }
}

const BULK = 'bulk'
/** So much that the bodies of one stored batch have no stretch in common, which a disk could compress away. */
const TEXT_POOL_LENGTH = 262_144
/** Made once, where bulk is written at all. */
const textPool = once(() => pseudoRandomText(TEXT_POOL_LENGTH))

/** New documents each time, with bodies that hardly compress. */
function bulkOperations({ index, documents, bodyBytes }: GeneratedWrite & { readonly kind: 'bulk' }): readonly WriteOperation[] {
  return Array.from({ length: documents }, (_, place): WriteOperation => {
    const number = index * documents + place
    return { op: 'put', collection: BULK, document: { _id: `d${number}`, body: pooledText(number, bodyBytes) } }
  })
}

function pooledText(number: number, length: number): string {
  if (length > TEXT_POOL_LENGTH / 2) return pseudoRandomText(length)
  const start = (number * 7_919) % (TEXT_POOL_LENGTH - length)
  return textPool().slice(start, start + length)
}

/** Letters from a linear congruential generator: the same every time, on every machine. */
function pseudoRandomText(length: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  let state = 20_261_122
  let text = ''
  for (let count = 0; count < length; count++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    text += alphabet.charAt(state >>> 26)
  }
  return text
}

function once(make: () => string): () => string {
  let made: string | null = null
  return () => {
    made ??= make()
    return made
  }
}

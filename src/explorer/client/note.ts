import type { Document } from '../../cluster/contract.ts'

const NOTES = [
  'The log is the truth.',
  'Durable before visible.',
  'A Replica holds a prefix.',
  'Refuse rather than guess.',
  'A tombstone states a fact.',
  'Lag is safe.',
] as const

let written = 0

/** A small document to write when a person only wants to see one travel: each has its own text, over a few keys. */
export function nextNote(): Document {
  const text = NOTES[written % NOTES.length] ?? NOTES[0]
  written += 1
  return { _id: `note${((written - 1) % 4) + 1}`, text, number: written }
}

import type { Effect } from '../../aerodb/effect.ts'

const START = 0x811c_9dc5
const OBJECT = 1
const ARRAY = 2
const TEXT = 3
const BYTES = 4
const NUMBER = 5
const NOTHING = 6
const TRUE = 7
const FALSE = 8

/**
 * A number that two lists of effects share where they are the same, and hardly ever where anything in them differs: a kind, a number, an answer, any
 * byte of a frame or a batch. Fast, since it is made for every step of a live node; it guards against faults, not forgers. Part of the trace format.
 */
export function foldedEffects(effects: readonly Effect[]): number {
  let sum = START
  for (const effect of effects) sum = foldValue(sum, effect)
  return sum >>> 0
}

/** Of bytes alone. A checksum within them does not cancel out, as it would in a checksum of its own kind. */
export function foldedBytes(bytes: Uint8Array): number {
  return foldBytes(START, bytes) >>> 0
}

function mix(sum: number, word: number): number {
  const mixed = Math.imul(sum ^ word, 0x9e37_79b1)
  return (mixed << 13) | (mixed >>> 19)
}

function foldValue(sum: number, value: unknown): number {
  switch (typeof value) {
    case 'string':
      return foldText(sum, value)
    case 'number':
      return foldNumber(sum, value)
    case 'boolean':
      return mix(sum, value ? TRUE : FALSE)
    case 'object':
      return value === null ? mix(sum, NOTHING) : foldObject(sum, value)
    case 'undefined':
    case 'bigint':
    case 'symbol':
    case 'function':
      return foldText(sum, typeof value)
  }
}

function foldObject(sum: number, value: object): number {
  if (value instanceof Uint8Array) return foldBytes(sum, value)
  if (Array.isArray(value)) {
    let folded = mix(sum, ARRAY)
    for (const item of value) folded = foldValue(folded, item)
    return mix(folded, value.length)
  }
  let folded = mix(sum, OBJECT)
  for (const [field, inner] of Object.entries(value)) folded = foldValue(foldText(folded, field), inner)
  return mix(folded, OBJECT)
}

function foldText(sum: number, text: string): number {
  let folded = mix(sum, TEXT)
  for (let index = 0; index < text.length; index++) folded = mix(folded, text.charCodeAt(index))
  return mix(folded, text.length)
}

function foldNumber(sum: number, value: number): number {
  if (!Number.isSafeInteger(value)) return foldText(mix(sum, NUMBER), String(value))
  return mix(mix(mix(sum, NUMBER), value | 0), Math.floor(value / 2 ** 32))
}

function foldBytes(sum: number, bytes: Uint8Array): number {
  let folded = mix(mix(sum, BYTES), bytes.length)
  // One byte at a time: of whole words, the high bits would hardly spread, and two flips in neighbours could look alike.
  for (const byte of bytes) folded = mix(folded, byte)
  return folded
}

/** How a frame was changed on its way: with the frame's name, all that it takes to change it the same way again. */
export type Alteration =
  | { readonly kind: 'flipBit'; readonly bit: number }
  | { readonly kind: 'truncate'; readonly bytes: number }

/** One bit in the middle. */
export function middleBit(bytes: Uint8Array): number {
  return Math.floor(bytes.byteLength / 2) * 8 + 3
}

/** A changed copy: frames are never mutated, since a sender may still hold them. */
export function altered(bytes: Uint8Array, alteration: Alteration): Uint8Array {
  if (alteration.kind === 'truncate') return bytes.slice(0, alteration.bytes)
  const copy = bytes.slice()
  const index = alteration.bit >> 3
  copy[index] = (copy[index] ?? 0) ^ (1 << (alteration.bit & 7))
  return copy
}

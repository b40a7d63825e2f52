import type { Glyph } from './glyph-path.ts'
import { GLYPH_SIDE } from './glyph-path.ts'

export const LETTER_PIXELS = 6.35
export const CAPSULE_HEIGHT = 18
export const CAPSULE_PADDING = 9
const GLYPH_GAP = 3
/** A pill stands for a capsule where there is no room to write. */
const PILL = { width: 18, height: 7 }

/** What a capsule takes up, in pixels, with these words and this glyph on it. */
export function capsuleSize(words: string, glyph: Glyph | null): { readonly width: number; readonly height: number } {
  if (words === '' && glyph === null) return PILL
  return { width: words.length * LETTER_PIXELS + glyphRoom(words, glyph) + 2 * CAPSULE_PADDING, height: CAPSULE_HEIGHT }
}

export function glyphRoom(words: string, glyph: Glyph | null): number {
  if (glyph === null) return 0
  return words === '' ? GLYPH_SIDE - 4 : GLYPH_SIDE + GLYPH_GAP
}

/** The first of these words that a capsule of at most this width can carry; none where there is no room for any. */
export function wordsThatFit(choices: readonly string[], glyph: Glyph | null, mostPixels: number): string {
  return choices.find((words) => capsuleSize(words, glyph).width <= mostPixels) ?? ''
}

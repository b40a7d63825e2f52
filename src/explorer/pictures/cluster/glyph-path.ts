/** What can be done to a link or a frame, as a stroke in a square of 12 by 12: drawn, not written, so that no font has to have it. */
export type Glyph = 'cut' | 'partition' | 'hold' | 'drop' | 'duplicate' | 'reorder' | 'truncate' | 'flipBit'

export const GLYPH_SIDE = 12

export const GLYPH_PATH: Readonly<Record<Glyph, string>> = {
  cut: 'M1.8 3.2a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0-3.2 0M1.8 8.8a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0-3.2 0M4.7 4 10.6 8.6M4.7 8 10.6 3.4',
  partition: 'M5.2 1.5 3.4 10.5M8.6 1.5 6.8 10.5',
  hold: 'M4.2 2.5v7M7.8 2.5v7',
  drop: 'M3 3l6 6M9 3l-6 6',
  duplicate: 'M2 4.6h5.4v5.4h-5.4zM4.6 4.6v-2.6h5.4v5.4h-2.6',
  reorder: 'M3.6 9.8v-7.4M1.6 4.4l2-2 2 2M8.4 2.2v7.4M6.4 7.6l2 2 2-2',
  truncate: 'M1.8 6h5.4M9.2 2.4v7.2',
  flipBit: 'M7.2 1.2 2.8 6.8h3L4.8 10.8l4.4-5.6h-3z',
}

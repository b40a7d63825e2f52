/** A label that wants to stand with its middle at `x`. */
export interface PlacedLabel {
  readonly id: string
  readonly x: number
  readonly width: number
}

export interface LabelPlace {
  readonly left: number
  readonly row: number
}

const APART = 8

/** Gives each label a row, the uppermost in which it covers no other, moved inward where it would leave the picture. */
export function labelRows(labels: readonly PlacedLabel[], width: number): ReadonlyMap<string, LabelPlace> {
  const ends: number[] = []
  const places = new Map<string, LabelPlace>()
  for (const label of labels.toSorted((a, b) => a.x - b.x)) {
    const left = Math.max(0, Math.min(label.x - label.width / 2, width - label.width))
    const free = ends.findIndex((end) => end + APART <= left)
    const row = free < 0 ? ends.length : free
    ends[row] = left + label.width
    places.set(label.id, { left, row })
  }
  return places
}

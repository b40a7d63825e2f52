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

interface Group {
  readonly labels: readonly PlacedLabel[]
  /** Where its middle wants to be. */
  readonly x: number
  readonly width: number
}

/**
 * Places for labels: in one row where they fit, those that would cover each other side by side in the order of their lines; in as many
 * rows as it takes where they don't.
 */
export function labelPlaces(labels: readonly PlacedLabel[], width: number): ReadonlyMap<string, LabelPlace> {
  let groups: readonly Group[] = labels
    .toSorted((a, b) => a.x - b.x)
    .map((label) => ({ labels: [label], x: label.x, width: label.width }))
  for (let before = Number.POSITIVE_INFINITY; groups.length < before; ) {
    before = groups.length
    groups = joinedWhereTheyMeet(groups, width)
  }
  if (groups.some((group) => group.width > width)) return labelRows(labels, width)
  const places = new Map<string, LabelPlace>()
  for (const group of groups) {
    let left = start(group, width)
    for (const label of group.labels) {
      places.set(label.id, { left, row: 0 })
      left += label.width
    }
  }
  return places
}

function joinedWhereTheyMeet(groups: readonly Group[], width: number): readonly Group[] {
  const apart: Group[] = []
  for (const group of groups) {
    const last = apart.at(-1)
    if (last !== undefined && start(last, width) + last.width > start(group, width)) apart[apart.length - 1] = joined(last, group)
    else apart.push(group)
  }
  return apart
}

function start(group: Group, width: number): number {
  return Math.max(0, Math.min(group.x - group.width / 2, width - group.width))
}

function joined(a: Group, b: Group): Group {
  const labels = [...a.labels, ...b.labels]
  return { labels, x: labels.reduce((sum, { x }) => sum + x, 0) / labels.length, width: a.width + b.width }
}

/** Gives each label a row, the uppermost in which it covers no other, moved inward where it would leave the picture. */
function labelRows(labels: readonly PlacedLabel[], width: number): ReadonlyMap<string, LabelPlace> {
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

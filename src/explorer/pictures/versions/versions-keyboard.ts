import type { VersionRow } from './version-bars.ts'
import type { VersionPlace } from './versions-scene.ts'

export type VersionsMove =
  | { readonly kind: 'cursor' | 'select'; readonly place: VersionPlace }
  | { readonly kind: 'zoom'; readonly factor: number }
  | { readonly kind: 'follow' | 'leave' }

interface Pressed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/** What a key means in the picture of versions; null for a key that means nothing there. */
export function cursorMove(
  { key, ctrlKey, metaKey, altKey }: Pressed,
  rows: readonly VersionRow[],
  cursor: VersionPlace | null,
): VersionsMove | null {
  if (ctrlKey || metaKey || altKey) return null
  switch (key) {
    case '+':
    case '=':
      return { kind: 'zoom', factor: 1.6 }
    case '-':
      return { kind: 'zoom', factor: 1 / 1.6 }
    case 'f':
    case 'F':
      return { kind: 'follow' }
    case 'Escape':
      return { kind: 'leave' }
    case 'Enter':
    case ' ':
      return cursor === null ? null : { kind: 'select', place: cursor }
    default: {
      const place = cursor === null ? beginning(key, rows) : moved(key, rows, cursor)
      return place === null ? null : { kind: 'cursor', place }
    }
  }
}

const MOVES = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End']

/** The newest version of the first key. */
function beginning(key: string, rows: readonly VersionRow[]): VersionPlace | null {
  const row = rows[0]
  const bar = row?.bars.at(-1)
  return !MOVES.includes(key) || row === undefined || bar === undefined ? null : { row, bar }
}

function moved(key: string, rows: readonly VersionRow[], { row, bar }: VersionPlace): VersionPlace | null {
  const at = row.bars.findIndex(({ commitId }) => commitId === bar.commitId)
  const alongRow = (index: number): VersionPlace => ({
    row,
    bar: row.bars[Math.min(row.bars.length - 1, Math.max(0, index))] ?? bar,
  })
  switch (key) {
    case 'ArrowLeft':
      return alongRow(at - 1)
    case 'ArrowRight':
      return alongRow(at + 1)
    case 'Home':
      return alongRow(0)
    case 'End':
      return alongRow(row.bars.length - 1)
    case 'ArrowUp':
      return inRow(rows, rows.findIndex((candidate) => candidate.key === row.key) - 1, { row, bar })
    case 'ArrowDown':
      return inRow(rows, rows.findIndex((candidate) => candidate.key === row.key) + 1, { row, bar })
    default:
      return null
  }
}

/** The version that lives at the same commit in another row, or its first. */
function inRow(rows: readonly VersionRow[], index: number, from: VersionPlace): VersionPlace {
  const row = rows[Math.min(rows.length - 1, Math.max(0, index))]
  if (row === undefined) return from
  const bar = row.bars.findLast(({ commitId }) => commitId <= from.bar.commitId) ?? row.bars[0]
  return bar === undefined ? from : { row, bar }
}

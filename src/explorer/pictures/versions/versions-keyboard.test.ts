import { describe, expect, it } from 'vitest'
import { commitId, documentKey, lsn } from '../../../aerodb/ids.ts'
import { versionRow } from './version-bars.ts'
import { cursorMove } from './versions-keyboard.ts'

const row = (id: string, ...commits: readonly number[]) =>
  versionRow({
    key: documentKey('notes', id),
    olderVersions: 0,
    versions: commits.map((at) => ({ commitId: commitId(at), lsn: lsn(at * 3), tombstone: false })),
  })
const ROWS = [row('k1', 28, 33, 40), row('k2', 31, 44), row('k3', 50)]
const press = (key: string, at: readonly [rowIndex: number, barIndex: number] | null) => {
  const from = at === null ? undefined : ROWS[at[0]]
  const bar = from?.bars[at?.[1] ?? 0]
  const move = cursorMove(
    { key, ctrlKey: false, metaKey: false, altKey: false },
    ROWS,
    from === undefined || bar === undefined ? null : { row: from, bar },
  )
  return move?.kind === 'cursor' ? `${move.place.row.key} ${move.place.bar.commitId}` : move
}

describe('cursorMove', () => {
  it('begins at the newest version of the first key', () => {
    expect(press('ArrowRight', null)).toBe('notes:k1 40')
  })

  it('goes from version to version, and no further than the chain', () => {
    expect(press('ArrowLeft', [0, 1])).toBe('notes:k1 28')
    expect(press('ArrowLeft', [0, 0])).toBe('notes:k1 28')
    expect(press('End', [0, 0])).toBe('notes:k1 40')
  })

  it('goes to the version of another key that lives at the same commit', () => {
    expect(press('ArrowDown', [0, 1])).toBe('notes:k2 31')
    expect(press('ArrowDown', [1, 1])).toBe('notes:k3 50')
    expect(press('ArrowUp', [1, 1])).toBe('notes:k1 40')
    expect(press('ArrowUp', [0, 1])).toBe('notes:k1 33')
  })

  it('leaves other keys alone', () => {
    expect(press('Tab', [0, 0])).toBeNull()
    expect(press('Enter', null)).toBeNull()
  })
})

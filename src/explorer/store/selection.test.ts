import { describe, expect, it } from 'vitest'
import type { Selection } from './selection.ts'
import { relates, sameThing } from './selection.ts'

const versionRecord: Selection = { kind: 'record', node: 'n1', lsn: 131, commitId: 42, key: 'notes:k1' }
const commitRecord: Selection = { kind: 'record', node: 'n1', lsn: 133, commitId: 42, key: null }
const version: Selection = { kind: 'version', key: 'notes:k1', commitId: 42, lsn: 131 }
const commit: Selection = { kind: 'commit', commitId: 42 }
const frame = (firstLsn: number | null, lastLsn: number | null): Selection => ({
  kind: 'frame',
  from: 'n1',
  to: 'n3',
  incarnation: 2,
  number: 9,
  firstLsn,
  lastLsn,
})

const EVERY_KIND: readonly Selection[] = [
  { kind: 'node', node: 'n1' },
  { kind: 'link', from: 'n1', to: 'n2' },
  versionRecord,
  commit,
  version,
  frame(131, 133),
  { kind: 'event', sequence: 7, node: 'n3' },
  { kind: 'view', node: 'n2', view: 'r1' },
  { kind: 'request', number: 4, node: 'n1', commitId: 42 },
]

describe('sameThing', () => {
  it('holds for each kind with itself, and for no two kinds', () => {
    for (const [i, a] of EVERY_KIND.entries())
      for (const [j, b] of EVERY_KIND.entries()) expect(sameThing(a, structuredClone(b))).toBe(i === j)
  })

  it('tells a record on one node from its copy on another', () => {
    expect(sameThing(versionRecord, { ...versionRecord, node: 'n2' })).toBe(false)
  })

  it('tells the two directions of a link apart', () => {
    expect(sameThing({ kind: 'link', from: 'n1', to: 'n2' }, { kind: 'link', from: 'n2', to: 'n1' })).toBe(false)
  })

  it('is never true of nothing', () => {
    expect(sameThing(null, null)).toBe(false)
  })
})

describe('relates', () => {
  it('joins a record with its commit, its version and its copies on other nodes', () => {
    for (const candidate of [commit, version, commitRecord, { ...versionRecord, node: 'n3' }])
      expect(relates(versionRecord, candidate)).toBe(true)
  })

  it('joins a frame with the records, versions and commits that lie in its LSNs, and with no other', () => {
    expect(relates(versionRecord, frame(131, 133))).toBe(true)
    expect(relates(frame(131, 133), version)).toBe(true)
    expect(relates({ ...commit, lsn: 133 }, frame(131, 133))).toBe(true)
    expect(relates(versionRecord, frame(132, 133))).toBe(false)
    expect(relates(versionRecord, frame(null, null))).toBe(false)
  })

  it('does not join two versions of one commit, but both with the commit', () => {
    const other: Selection = { kind: 'version', key: 'notes:k2', commitId: 42 }
    expect(relates(version, other)).toBe(false)
    expect(relates(commit, other)).toBe(true)
    expect(relates(commitRecord, other)).toBe(true)
  })

  it('does not join one LSN of two diverged histories', () => {
    expect(relates(versionRecord, { ...versionRecord, node: 'n3', commitId: 43 })).toBe(false)
    expect(relates(versionRecord, { ...versionRecord, node: 'n3', key: 'notes:k9' })).toBe(false)
  })

  it('joins an event with its node, and with the records that it speaks of', () => {
    const event: Selection = { kind: 'event', sequence: 5, node: 'n3', firstLsn: 130, lastLsn: 133 }
    expect(relates(event, { kind: 'node', node: 'n3' })).toBe(true)
    expect(relates({ kind: 'node', node: 'n3' }, event)).toBe(true)
    expect(relates(event, versionRecord)).toBe(true)
    expect(relates(event, { kind: 'node', node: 'n1' })).toBe(false)
  })

  it('joins a frame with its own direction of the link only', () => {
    expect(relates(frame(1, 2), { kind: 'link', from: 'n1', to: 'n3' })).toBe(true)
    expect(relates(frame(1, 2), { kind: 'link', from: 'n3', to: 'n1' })).toBe(false)
  })

  it('joins a write with the commit that it became', () => {
    const request: Selection = { kind: 'request', number: 4, node: 'n1', commitId: 42 }
    expect(relates(request, version)).toBe(true)
    expect(relates(request, { ...version, commitId: 43 })).toBe(false)
  })

  it('is symmetric', () => {
    for (const a of EVERY_KIND) for (const b of EVERY_KIND) expect(relates(a, b)).toBe(relates(b, a))
  })
})

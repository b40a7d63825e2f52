import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commitId, documentKey, lsn, readViewId } from '../../../aerodb/ids.ts'
import { visibleVersion } from '../../../aerodb/mvcc/visibility.ts'
import type { ClusterEvent } from '../../../cluster/event.ts'
import { exampleNode, examplePosition, examplePrimary, exampleView } from '../../../cluster/example-view.ts'
import { boundLines } from './bound-lines.ts'
import { ChainLoader } from './chain-loader.ts'
import { CommitsByHand } from './commits-by-hand.ts'
import { labelPlaces } from './label-rows.ts'
import { linePlaces } from './line-places.ts'
import { askAt } from './question.ts'
import { exchangedKeys, shownKeys } from './shown-keys.ts'
import { firstBarFrom, versionRow } from './version-bars.ts'

const version = (at: number, tombstone = false) => ({ commitId: commitId(at), lsn: lsn(at * 3), tombstone })

describe('versionRow', () => {
  it('draws each version from its commit to the one that supersedes it, the newest without end', () => {
    const row = versionRow({ key: documentKey('notes', 'k2'), olderVersions: 0, versions: [version(31), version(44, true)] })
    expect(row.bars.map(({ commitId: from, until, tombstone }) => [from, until, tombstone])).toEqual([
      [31, 44, false],
      [44, null, true],
    ])
  })

  it('gives a line at any bound exactly the bar of the version that the bound sees (MVCC-1)', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1 }),
        fc.integer({ min: 0, max: 70 }),
        (commits, bound) => {
          const { bars } = versionRow({
            key: documentKey('notes', 'k'),
            olderVersions: 0,
            versions: commits.toSorted((a, b) => a - b).map((at) => version(at)),
          })
          const crossed = bars.filter((bar) => bar.commitId <= bound && (bar.until === null || bound < bar.until))
          const seen = visibleVersion(bars, bound)
          expect(crossed).toEqual(seen === null ? [] : [seen])
        },
      ),
    )
  })
})

describe('firstBarFrom', () => {
  it('skips exactly the bars that end before the window', () => {
    const { bars } = versionRow({
      key: documentKey('notes', 'k'),
      olderVersions: 0,
      versions: [version(5), version(9), version(20)],
    })
    expect([1, 8, 9, 19, 20, 500].map((first) => firstBarFrom(bars, first))).toEqual([0, 0, 1, 1, 2, 2])
  })
})

describe('shownKeys', () => {
  it('keeps rows in place while other keys change', () => {
    expect(shownKeys(['b:1', 'b:2'], ['b:9', 'b:2', 'b:1'], [], 2)).toEqual(['b:1', 'b:2'])
  })

  it('gives free rows to the keys changed last, in an order that a person expects', () => {
    expect(shownKeys([], ['n:k10', 'n:k9', 'n:k2', 'n:k1'], [], 3)).toEqual(['n:k2', 'n:k9', 'n:k10'])
  })

  it('drops a key that was not changed for long, and never one that is pinned', () => {
    expect(shownKeys(['n:k1', 'n:k2'], ['n:k3', 'n:k2'], ['n:k1'], 2)).toEqual(['n:k1', 'n:k2'])
    expect(shownKeys(['n:k1', 'n:k2'], ['n:k3', 'n:k2'], [], 2)).toEqual(['n:k2', 'n:k3'])
  })

  it('exchanges the row changed longest ago for the newest key, one at a time', () => {
    expect(exchangedKeys(['k1', 'k2', 'k3'], ['k8', 'k9', 'k3', 'k1', 'k2'], [])).toEqual(['k1', 'k3', 'k8'])
    expect(exchangedKeys(['k1', 'k2'], ['k2', 'k1', 'k9'], [])).toEqual(['k1', 'k2'])
    expect(exchangedKeys(['k1', 'k2'], ['k9', 'k2', 'k1'], ['k1'])).toEqual(['k1', 'k9'])
  })
})

describe('boundLines', () => {
  it('has a line for each node that has a bound and for each open read view', () => {
    const n2 = exampleNode('n2', { position: examplePosition({ readViews: [{ id: readViewId('r1'), bound: commitId(40) }] }) })
    const halted = exampleNode('n3', { position: examplePosition({ role: 'ReplicationHalted', appliedCommitId: commitId(42) }) })
    const lines = boundLines(exampleView({ nodes: [examplePrimary(), n2, halted] }))
    expect(lines.map(({ label, bound, drawn }) => [label, bound, drawn])).toEqual([
      ['n1', 46, 'solid'],
      ['n2', 44, 'solid'],
      ['n3 serves nothing', 42, 'dashed'],
      ['read view r1 on n2', 40, 'solid'],
    ])
  })

  it('shows no bound of a node that refused to start, and no read view of a dead one', () => {
    const views = { readViews: [{ id: readViewId('r1'), bound: commitId(40) }] }
    const refused = exampleNode('n2', { position: examplePosition({ role: 'StartRefused' }) })
    const dead = exampleNode('n3', { life: 'dead', position: examplePosition(views) })
    const lines = boundLines(exampleView({ nodes: [refused, dead] }))
    expect(lines.map(({ label, drawn }) => [label, drawn])).toEqual([['n3 is dead', 'dashed']])
  })
})

describe('labelPlaces', () => {
  it('covers no label with another, and keeps all inside', () => {
    const anyLabels = fc.array(fc.record({ x: fc.integer({ min: 0, max: 800 }), width: fc.integer({ min: 10, max: 160 }) }), {
      maxLength: 12,
    })
    fc.assert(
      fc.property(anyLabels, (drawn) => {
        const labels = drawn.map((label, index) => ({ ...label, id: `${index}` }))
        const places = labelPlaces(labels, 800)
        const spans = labels.flatMap(({ id, width }) => {
          const place = places.get(id)
          return place === undefined ? [] : [{ ...place, right: place.left + width }]
        })
        expect(spans).toHaveLength(labels.length)
        for (const [index, one] of spans.entries()) {
          expect(one.left).toBeGreaterThanOrEqual(0)
          expect(one.right).toBeLessThanOrEqual(800)
          for (const other of spans.slice(index + 1))
            expect(other.row !== one.row || one.right <= other.left || other.right <= one.left).toBe(true)
        }
      }),
    )
  })

  it('sets labels that would cover each other side by side, in the order of their lines', () => {
    const places = labelPlaces(
      [
        { id: 'n1', x: 796, width: 30 },
        { id: 'view', x: 790, width: 120 },
        { id: 'n2', x: 793, width: 30 },
      ],
      800,
    )
    expect([...places]).toEqual([
      ['view', { left: 620, row: 0 }],
      ['n2', { left: 740, row: 0 }],
      ['n1', { left: 770, row: 0 }],
    ])
  })

  it('takes more rows only where one has no room for all', () => {
    const labels = Array.from({ length: 9 }, (_, index) => ({ id: `${index}`, x: 50 + index, width: 100 }))
    expect(new Set([...labelPlaces(labels, 800).values()].map(({ row }) => row)).size).toBeGreaterThan(1)
    expect(new Set([...labelPlaces(labels.slice(1), 800).values()].map(({ row }) => row)).size).toBe(1)
  })

  it('needs one row where there is room', () => {
    const places = labelPlaces(
      [
        { id: 'a', x: 100, width: 50 },
        { id: 'b', x: 200, width: 50 },
      ],
      800,
    )
    expect([...places.values()].map(({ row }) => row)).toEqual([0, 0])
  })
})

describe('askAt', () => {
  it('tells the version that each key shows at the bound', async () => {
    const question = await askAt(
      {
        read: async (_node, _collection, id) =>
          id === 'k1'
            ? { outcome: 'served', request: 'q1', document: { _id: 'k1' }, version: 40, bound: 41 }
            : { outcome: 'served', request: 'q2', document: null, version: id === 'k2' ? 38 : null, bound: 41 },
      },
      'n2',
      41,
      ['notes:k1', 'notes:k2', 'notes:k3'],
    )
    expect(question.answer?.kind === 'served' ? [...question.answer.seen.values()] : null).toEqual([
      { kind: 'version', commitId: 40 },
      { kind: 'nothing', tombstone: 38 },
      { kind: 'nothing', tombstone: null },
    ])
  })

  it('tells the rule of a refusal, and asks no further', async () => {
    let reads = 0
    const refusing = async () => {
      reads += 1
      return {
        outcome: 'refused',
        request: 'q',
        error: { code: 'AERO_READ_BEYOND_APPLIED', severity: 'REJECT', rule: 'READ-2', message: 'not applied here' },
      } as const
    }
    const question = await askAt({ read: refusing }, 'n2', 99, ['notes:k1', 'notes:k2'])
    expect(question.answer).toEqual({ kind: 'refused', rule: 'READ-2', message: 'not applied here' })
    expect(reads).toBe(1)
  })

  it('takes a dead node for one that refuses', async () => {
    const question = await askAt({ read: () => Promise.reject(new Error('AERO_NODE_DEAD: n2 is dead')) }, 'n2', 4, ['notes:k1'])
    expect(question.answer).toMatchObject({ kind: 'refused', rule: null })
  })
})

describe('ChainLoader', () => {
  it('asks once for each state of a node, and waits for its answer', async () => {
    const asked: string[] = []
    const loader = new ChainLoader(
      async (node, selection) => {
        asked.push(`${node} ${JSON.stringify(selection)}`)
        return []
      },
      () => undefined,
    )
    expect(loader.want({ node: 'n1', limit: 8, versions: 256, asOf: '46' }, 1000)).toBeNull()
    expect(loader.want({ node: 'n1', limit: 8, versions: 256, asOf: '46' }, 1001)).toBeNull()
    expect(loader.want({ node: 'n1', limit: 8, versions: 256, asOf: '47' }, 1002)).toBeGreaterThan(0)
    await Promise.resolve()
    await Promise.resolve()
    expect(asked).toEqual(['n1 {"kind":"recent","limit":8,"versions":256}'])
  })
})

describe('linePlaces', () => {
  it('sets equal bounds at one place, where they take turns, with their labels side by side in one row', () => {
    const nodes = ['n2', 'n3', 'n4', 'n5'].map((name) => exampleNode(name))
    const lines = boundLines(exampleView({ nodes: [examplePrimary(), ...nodes] }))
    const shown = linePlaces(lines, { view: { origin: 40, pixelsPerUnit: 60 }, width: 900 })
    const shared = shown.filter(({ line }) => line.bound === 44)
    expect(new Set(shared.map(({ labelRow }) => labelRow)).size).toBe(1)
    expect(shared.map(({ labelLeft }) => labelLeft)).toEqual(shared.map(({ labelLeft }) => labelLeft).toSorted((a, b) => a - b))
    expect(new Set(shared.map(({ x }) => x)).size).toBe(1)
    expect(shared.map(({ turn }) => turn)).toEqual([0, 1, 2, 3].map((index) => ({ index, of: 4 })))
    expect(shown.find(({ line }) => line.node === 'n1')?.x).not.toBe(shared[0]?.x)
  })

  it('names what lies beyond the axis at the edge that it is beyond, with its bound', () => {
    const views = [5, 60].map((at) => ({ id: readViewId(`r${at}`), bound: commitId(at) }))
    const n2 = exampleNode('n2', { position: examplePosition({ readViews: views }) })
    const lines = boundLines(exampleView({ nodes: [examplePrimary(), n2] }))
    const places = linePlaces(lines, { view: { origin: 44, pixelsPerUnit: 60 }, width: 600 })
    const beyond = places.flatMap((place) => (place.beyond === null ? [] : [[place.beyond, place.words, place.x]]))
    expect(beyond).toEqual([
      ['left', '‹ read view r5 on n2 at 5', 0],
      ['right', 'read view r60 on n2 at 60 ›', 600],
    ])
    for (const { labelLeft } of places) expect(labelLeft).toBeGreaterThanOrEqual(0)
  })
})

describe('CommitsByHand', () => {
  it('finds the newest commits that a client was told of, and no others', () => {
    const at = { atMillis: 0, node: 'n1', kind: 'client', summary: 'put notes:k1' } as const
    const events: readonly ClusterEvent[] = [
      { ...at, sequence: 1, request: 'r1', outcome: { outcome: 'acknowledged', request: 'r1', commitId: 7 } },
      { ...at, sequence: 2, request: 'r2', outcome: { outcome: 'unknown', request: 'r2' } },
      { ...at, sequence: 3, request: 'r3', outcome: { outcome: 'acknowledged', request: 'r3', commitId: 9 } },
      { sequence: 4, atMillis: 0, kind: 'nodeKilled', node: 'n1', starts: 1 },
      { ...at, sequence: 5, request: 'r4', outcome: { outcome: 'acknowledged', request: 'r4', commitId: 12 } },
    ]
    expect([...new CommitsByHand(2).take(events)]).toEqual([12, 9])
    expect([...new CommitsByHand(9).take(events)]).toEqual([12, 9, 7])
  })

  it('remembers them while other events come and go', () => {
    const at = { atMillis: 0, node: 'n1', kind: 'client', summary: 'put notes:k1' } as const
    const byHand = new CommitsByHand(3)
    byHand.take([{ ...at, sequence: 1, request: 'r1', outcome: { outcome: 'acknowledged', request: 'r1', commitId: 7 } }])
    byHand.take([{ sequence: 2, atMillis: 0, kind: 'nodeKilled', node: 'n1', starts: 1 }])
    const last = { ...at, sequence: 3, request: 'r2', outcome: { outcome: 'acknowledged', request: 'r2', commitId: 9 } } as const
    expect([...byHand.take([last])]).toEqual([9, 7])
    expect([...byHand.take([last])]).toEqual([9, 7])
  })
})

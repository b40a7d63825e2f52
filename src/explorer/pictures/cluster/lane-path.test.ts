import { describe, expect, it } from 'vitest'
import { layOutCards } from './card-layout.ts'
import { laneKey, layOutLanes, pointAlong } from './lane-path.ts'

const mesh = (names: readonly string[]) => names.flatMap((from) => names.filter((to) => to !== from).map((to) => ({ from, to })))
const NAMES = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7', 'n8', 'n9']

describe('layOutLanes', () => {
  for (const panel of [
    { width: 1052, height: 268 },
    { width: 390, height: 320 },
    { width: 300, height: 500 },
  ])
    for (const count of [2, 3, 5, 9])
      it(`joins the edges of ${count} cards in a panel of ${panel.width} pixels`, () => {
        const names = NAMES.slice(0, count)
        const layout = layOutCards({ primaries: names.slice(0, 1), replicas: names.slice(1) }, panel)
        const lanes = layOutLanes(layout, mesh(names))
        expect(lanes.size).toBe(count * (count - 1))
        for (const lane of lanes.values())
          for (const [name, share] of [
            [lane.from, 0],
            [lane.to, 1],
          ] as const) {
            const card = layout.cards.get(name)
            const end = pointAlong(lane, share)
            if (card === undefined) throw new Error(`no card ${name}`)
            expect(end.x).toBeGreaterThanOrEqual(card.x - 0.01)
            expect(end.x).toBeLessThanOrEqual(card.x + card.width + 0.01)
            expect(end.y).toBeGreaterThanOrEqual(card.y - 0.01)
            expect(end.y).toBeLessThanOrEqual(card.y + card.height + 0.01)
          }
      })

  it('keeps the two directions of a link, and their handles, apart', () => {
    const layout = layOutCards({ primaries: ['n1'], replicas: ['n2', 'n3'] }, { width: 1052, height: 268 })
    const lanes = layOutLanes(layout, mesh(['n1', 'n2', 'n3']))
    for (const [a, b] of [
      ['n1', 'n2'],
      ['n1', 'n3'],
      ['n2', 'n3'],
    ] as const) {
      const there = lanes.get(laneKey(a, b))
      const back = lanes.get(laneKey(b, a))
      if (there === undefined || back === undefined) throw new Error('lane missing')
      for (const share of [0, 0.25, 0.5, 0.75, 1]) {
        const one = pointAlong(there, share)
        const other = pointAlong(back, 1 - share)
        expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(6)
      }
      const one = pointAlong(there, there.handleAt)
      const other = pointAlong(back, back.handleAt)
      expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(12)
    }
  })

  it('runs level past the first column of Replicas to the second', () => {
    const names = NAMES
    const crossed = new Set<string>()
    const layout = layOutCards({ primaries: ['n1'], replicas: names.slice(1) }, { width: 1052, height: 268 })
    const lanes = layOutLanes(layout, mesh(names))
    for (const name of names.slice(1)) {
      const lane = lanes.get(laneKey('n1', name))
      if (lane === undefined) throw new Error('lane missing')
      for (const other of names.slice(1)) {
        const card = layout.cards.get(other)
        if (other === name || card === undefined) continue
        for (let share = 0; share <= 1; share += 0.01) {
          const { x, y } = pointAlong(lane, share)
          if (x > card.x && x < card.x + card.width && y > card.y && y < card.y + card.height)
            crossed.add(`${name} through ${other}`)
        }
      }
    }
    expect([...crossed]).toEqual([])
  })
})

describe('pointAlong', () => {
  it('moves evenly by length, and stays on the lane outside of 0 to 1', () => {
    const layout = layOutCards({ primaries: ['n1'], replicas: ['n2'] }, { width: 1000, height: 260 })
    const lane = layOutLanes(layout, mesh(['n1', 'n2'])).get(laneKey('n1', 'n2'))
    if (lane === undefined) throw new Error('lane missing')
    const quarter = pointAlong(lane, 0.25)
    const half = pointAlong(lane, 0.5)
    const start = pointAlong(lane, 0)
    expect(Math.hypot(half.x - quarter.x, half.y - quarter.y)).toBeCloseTo(Math.hypot(quarter.x - start.x, quarter.y - start.y))
    expect(pointAlong(lane, -1)).toEqual(start)
    expect(pointAlong(lane, 2)).toEqual(pointAlong(lane, 1))
  })
})

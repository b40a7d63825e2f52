import { describe, expect, it } from 'vitest'
import { type Box, layOutCards } from './card-layout.ts'

const names = (count: number, prefix: string) => Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`)
const overlap = (a: Box, b: Box) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

const PANELS = [
  { width: 1052, height: 268 },
  { width: 760, height: 230 },
  { width: 1000, height: 150 },
  { width: 620, height: 300 },
  { width: 390, height: 320 },
  { width: 340, height: 200 },
  { width: 1900, height: 700 },
]

it('sets a node that is alone in the middle', () => {
  const { cards } = layOutCards({ primaries: ['n1'], replicas: [] }, { width: 1000, height: 260 })
  const card = cards.get('n1')
  if (card === undefined) throw new Error('no card')
  expect(card.x + card.width / 2).toBeCloseTo(500)
  expect(card.y + card.height / 2).toBeCloseTo(130)
})

describe('layOutCards', () => {
  it('keeps every card inside the panel and apart from the others, for one to nine nodes on every panel', () => {
    const faults: string[] = []
    for (const panel of PANELS)
      for (let replicas = 0; replicas <= 8; replicas++)
        for (const primaries of [1, 2]) {
          const layout = layOutCards({ primaries: names(primaries, 'p'), replicas: names(replicas, 'r') }, panel)
          const cards = [...layout.cards.values()]
          const where = `${replicas} Replicas and ${primaries} Primaries in ${panel.width} by ${panel.height}`
          if (cards.length !== primaries + replicas) faults.push(`${where}: ${cards.length} cards`)
          for (const [index, card] of cards.entries()) {
            const inside =
              card.x >= 0 && card.y >= 0 && card.x + card.width <= panel.width && card.y + card.height <= layout.height
            if (!inside) faults.push(`${where}: card ${index} is outside`)
            for (const other of cards.slice(index + 1))
              if (overlap(card, other)) faults.push(`${where}: card ${index} is covered`)
          }
        }
    expect(faults).toEqual([])
  })

  it('puts the Primary left of every Replica where there is width, and above them where there is not', () => {
    const wide = layOutCards({ primaries: ['n1'], replicas: ['n2', 'n3'] }, { width: 1052, height: 268 })
    expect(wide.arrangement).toBe('side')
    expect(wide.detail).toBe('full')
    expect(wide.height).toBe(268)
    const primary = wide.cards.get('n1')
    for (const name of ['n2', 'n3'])
      expect(wide.cards.get(name)?.x).toBeGreaterThan((primary?.x ?? Infinity) + (primary?.width ?? 0) + 100)

    const narrow = layOutCards({ primaries: ['n1'], replicas: ['n2', 'n3'] }, { width: 390, height: 300 })
    expect(narrow.arrangement).toBe('above')
    expect(narrow.cards.get('n2')?.y).toBeGreaterThan(narrow.cards.get('n1')?.y ?? Infinity)
  })

  it('says less on each card before it lets the panel scroll', () => {
    const layout = layOutCards({ primaries: ['n1'], replicas: names(8, 'r') }, { width: 1052, height: 268 })
    expect(layout.detail).not.toBe('full')
    expect(layout.height).toBe(268)
  })

  it('gives a cluster two sides even if no node, or every node, is configured as Primary', () => {
    for (const request of [
      { primaries: [], replicas: ['n1', 'n2'] },
      { primaries: ['n1', 'n2'], replicas: [] },
    ]) {
      const { cards } = layOutCards(request, { width: 1000, height: 260 })
      expect(cards.get('n1')?.x).toBeLessThan(cards.get('n2')?.x ?? 0)
    }
  })
})

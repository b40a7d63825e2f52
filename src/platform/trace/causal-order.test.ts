import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inCausalOrder, type TracePiece } from './causal-order.ts'

const piece = (node: string, ...steps: readonly object[]): TracePiece => ({ node, steps: JSON.stringify(steps) })
const start = (incarnation: number) => ({ start: {}, incarnation })
const durable = (id: number) => ({ durable: id })
const frame = (peer: string, incarnation: number, number: number, after: number) => ({
  frame: [peer, incarnation, number],
  after,
})
const ordered = (...pieces: readonly TracePiece[]) => [...inCausalOrder(pieces)]

describe('the causal order of pieces', () => {
  it('keeps the order of reports where it is causal, and says nothing more of causes', () => {
    const pieces = [piece('n1', start(1)), piece('n2', start(1), frame('n1', 1, 1, 1))]
    expect(ordered(...pieces)).toEqual([
      { node: 'n1', ...start(1) },
      { node: 'n2', ...start(1) },
      { node: 'n2', frame: ['n1', 1, 1] },
    ])
  })

  it('holds a frame back, with all that its receiver did after it, until the step that sent it', () => {
    const pieces = [
      piece('n2', start(1)),
      piece('n1', start(1)),
      piece('n2', frame('n1', 1, 1, 2), durable(1)),
      piece('n3', start(1), durable(1)),
      piece('n1', durable(1)),
    ]
    expect(ordered(...pieces).slice(2)).toEqual([
      { node: 'n3', ...start(1) },
      { node: 'n3', durable: 1 },
      { node: 'n1', durable: 1 },
      { node: 'n2', frame: ['n1', 1, 1] },
      { node: 'n2', durable: 1 },
    ])
  })

  it('knows the lives of a sender apart', () => {
    const pieces = [
      piece('n1', start(1), durable(1), durable(2)),
      piece('n1', { died: 'killed' }),
      piece('n2', start(1), frame('n1', 2, 1, 2)),
      piece('n1', start(2)),
      piece('n1', durable(1)),
    ]
    expect(ordered(...pieces).at(-1)).toEqual({ node: 'n2', frame: ['n1', 2, 1] })
  })

  it('gives what nobody caused at the end, rather than keep it', () => {
    const pieces = [piece('n2', start(1), frame('n1', 1, 1, 9), durable(1)), piece('n1', start(1))]
    expect(ordered(...pieces).slice(2)).toEqual([
      { node: 'n2', frame: ['n1', 1, 1] },
      { node: 'n2', durable: 1 },
    ])
  })

  it('loses nothing, and puts no frame before its cause, however reports overtake each other', () => {
    // Each node sends a frame with every step, and takes the other's in turn: a run in its one order, then its reports shuffled between nodes.
    const run = ['n1', 'n2'].flatMap((node, index) => {
      const peer = index === 0 ? 'n2' : 'n1'
      return [1, 2, 3, 4, 5].map((step) => (step === 1 ? piece(node, start(1)) : piece(node, frame(peer, 1, step, step - 1))))
    })
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }), (turns) => {
        const lines = [run.slice(0, 5), run.slice(5)]
        const reported = turns.flatMap((turn) => lines[turn ? 1 : 0]?.shift() ?? []).concat(...lines)
        const steps = ordered(...reported) as readonly {
          readonly node: string
          readonly frame?: readonly [string, number, number]
        }[]
        expect(steps).toHaveLength(10)
        const early = steps.filter(({ frame: arrived }, place) => {
          const taken = steps.slice(0, place).filter(({ node }) => node === arrived?.[0]).length
          return arrived !== undefined && taken < arrived[2] - 1
        })
        expect(early).toEqual([])
      }),
    )
  })
})

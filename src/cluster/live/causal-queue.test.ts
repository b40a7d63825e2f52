import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nodeName } from '../../aerodb/ids.ts'
import { CausalQueue } from './causal-queue.ts'

const heard = (node: string, incarnation: number, steps: number) => ({ node: nodeName(node), incarnation, steps })

/** A queue, and the names of what was taken from it, in order. */
function queued() {
  const queue = new CausalQueue()
  const taken: string[] = []
  return {
    queue,
    taken,
    report: (node: string, incarnation: number, steps: number, ...causes: readonly ReturnType<typeof heard>[]) =>
      queue.report({ node, incarnation, steps, heard: causes }, () => taken.push(`${node}·${incarnation}·${steps}`)),
    done: (node: string, what: string) => queue.done(node, () => taken.push(`${node} ${what}`)),
    ended: (node: string) => queue.ended(node, () => taken.push(`${node} ended`)),
  }
}

describe('the causal queue', () => {
  it('takes at once what has its causes', () => {
    const { taken, report, queue } = queued()
    report('n1', 1, 1)
    report('n2', 1, 2, heard('n1', 1, 1))
    expect(taken).toEqual(['n1·1·1', 'n2·1·2'])
    expect(queue.waiting).toBe(0)
  })

  it('holds a report back, with all that follows of its node, until what it heard of has come', () => {
    const { taken, report, queue } = queued()
    report('n2', 1, 1)
    report('n2', 1, 2, heard('n1', 1, 3))
    report('n2', 1, 3)
    report('n1', 1, 2)
    report('n3', 1, 1)
    expect(taken).toEqual(['n2·1·1', 'n1·1·2', 'n3·1·1'])
    expect(queue.waiting).toBe(2)
    report('n1', 1, 3)
    expect(taken.slice(3)).toEqual(['n1·1·3', 'n2·1·2', 'n2·1·3'])
  })

  it('holds back what is done to a node, too, until all that it said before has been taken', () => {
    const { taken, report, ended, done } = queued()
    report('n2', 1, 1, heard('n1', 1, 2))
    ended('n2')
    done('n2', 'damaged')
    expect(taken).toEqual([])
    report('n1', 1, 2)
    expect(taken).toEqual(['n1·1·2', 'n2·1·1', 'n2 ended', 'n2 damaged'])
  })

  it('knows the lives of a node apart', () => {
    const { taken, report, ended } = queued()
    report('n1', 1, 9)
    report('n2', 1, 1, heard('n1', 2, 1))
    ended('n1')
    expect(taken).toEqual(['n1·1·9', 'n1 ended'])
    report('n1', 2, 1)
    expect(taken.slice(2)).toEqual(['n1·2·1', 'n2·1·1'])
  })

  it('waits for nothing more of a node that has said its last word', () => {
    const { taken, report, ended } = queued()
    report('n1', 1, 1)
    report('n2', 1, 1, heard('n1', 1, 5))
    ended('n1')
    expect(taken).toEqual(['n1·1·1', 'n1 ended', 'n2·1·1'])
  })

  it('loses nothing, and puts nothing before its cause, however reports overtake each other', () => {
    // Two nodes that answer each other: each report hears of the one before it. Of one node they stay in order.
    const run = Array.from({ length: 20 }, (_, place) => ({
      node: `n${(place % 2) + 1}`,
      steps: Math.floor(place / 2) + 1,
      place,
    }))
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }), (turns) => {
        const lines = [run.filter(({ node }) => node === 'n1'), run.filter(({ node }) => node === 'n2')]
        const { taken, report } = queued()
        const arriving = turns.flatMap((turn) => lines[turn ? 1 : 0]?.shift() ?? []).concat(...lines)
        for (const { node, steps, place } of arriving) {
          const before = run[place - 1]
          report(node, 1, steps, ...(before === undefined ? [] : [heard(before.node, 1, before.steps)]))
        }
        expect(taken).toEqual(run.map(({ node, steps }) => `${node}·1·${steps}`))
      }),
    )
  })
})

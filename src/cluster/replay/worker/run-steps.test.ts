import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BranchedSteps, ListedSteps, PiecedSteps, type RunSteps } from './run-steps.ts'

const pieces = fc.array(
  fc.array(fc.nat(99), { minLength: 1, maxLength: 4 }).map((durable) => ({
    node: 'n1',
    steps: JSON.stringify(durable.map((id) => ({ durable: id }))),
    count: durable.length,
  })),
  { maxLength: 6 },
)

/** What can be asked of steps. */
function asked(steps: RunSteps, first: number, end: number) {
  return { length: steps.length, all: [...steps], some: steps.slice(first, end) }
}

test('steps in pieces, and of a branch, are those of a list', () => {
  fc.assert(
    fc.property(
      pieces,
      fc.nat(30),
      fc.nat(12),
      fc.nat(30),
      fc.array(fc.constant({ node: 'n2', durable: 1 })),
      (logged, first, more, cut, own) => {
        const disks = [['n1', { created: 'c' }]] as const
        const all = [
          { node: 'n1', disk: { created: 'c' } },
          ...logged.flatMap(({ steps }) => (JSON.parse(steps) as object[]).map((step) => ({ node: 'n1', ...step }))),
        ]
        const pieced = new PiecedSteps({ disks, pieces: logged, complete: true })
        const listed = { length: all.length, all, some: all.slice(first, first + more) }
        expect(asked(pieced, first, first + more)).toEqual(listed)
        expect(asked(new ListedSteps(all), first, first + more)).toEqual(listed)
        const cutAt = Math.min(cut, all.length)
        const other = [...all.slice(0, cutAt), ...own]
        expect(asked(new BranchedSteps(pieced, cutAt, own), first, first + more)).toEqual({
          length: other.length,
          all: other,
          some: other.slice(first, first + more),
        })
      },
    ),
  )
})

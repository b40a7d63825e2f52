import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { N1, Rehearsal } from '../../simulation/rehearsal.ts'

const hash = await loadHash128()

/** The sizes of the batches that `writes` write sets, waiting together behind a first one, are stored in. */
function batchSizes(writes: number, documents: number, bodyBytes: number): readonly number[] {
  const { cluster } = Rehearsal.steady({ hash, sync: 'group' })
  const write = (index: number) =>
    cluster.command(N1, {
      kind: 'write',
      operations: Array.from({ length: documents }, (_, place) => ({
        op: 'put',
        collection: 'notes',
        document: { _id: `${index}.${place}`, text: 'x'.repeat(bodyBytes) },
      })),
      basedOn: null,
    })
  write(0)
  const before = cluster.at(N1).disk.contents().batches.length + 1
  const requests = Array.from({ length: writes }, (_, index) => write(index + 1))
  cluster.settle()
  for (const request of requests) expect(cluster.outcomes.get(request)).toMatchObject({ kind: 'acknowledged' })
  const batches = cluster.at(N1).disk.contents().batches.slice(before)
  return batches.map(({ bytes }) => bytes.length)
}

describe('group: the commits that wait share the next batch', () => {
  test('all of them, where they are few', () => {
    expect(batchSizes(100, 1, 256)).toHaveLength(1)
  })

  test('as many small ones as a browser stores without a file of its own', () => {
    const sizes = batchSizes(400, 1, 256)
    expect(sizes.length).toBeGreaterThan(1)
    expect(Math.max(...sizes)).toBeLessThan(65_536)
    for (const size of sizes.slice(0, -1)) expect(size).toBeGreaterThanOrEqual(61_440)
  })

  test('large ones, which are beyond that anyway, up to a mebibyte', () => {
    const sizes = batchSizes(10, 1000, 256)
    expect(sizes).toHaveLength(3)
    for (const size of sizes.slice(0, -1)) expect(size).toBeGreaterThanOrEqual(1_048_576)
  })
})

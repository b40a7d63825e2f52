import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import type { WalRecordView } from '../../cluster/contract.ts'
import { recordsOfCommit } from './find-commit.ts'

/** A log of a genesis marker and commits of the given sizes. */
function logOf(sizes: readonly number[]): readonly WalRecordView[] {
  const records: WalRecordView[] = []
  const add = (record: { type: string; commitId?: number; key?: string }) =>
    records.push({ lsn: records.length + 1, bytes: 40, crc: 0, chainDigest: '', ...record })
  add({ type: 'genesis' })
  for (const [index, size] of sizes.entries()) {
    for (let key = 0; key < size; key++) add({ type: 'version', commitId: index + 1, key: `notes:${key}` })
    add({ type: 'commit', commitId: index + 1 })
  }
  return records
}

const nodeWith = (log: readonly WalRecordView[]) => ({
  wal: (_node: string, range?: { readonly from?: number; readonly limit?: number }) =>
    Promise.resolve(log.filter(({ lsn }) => lsn >= (range?.from ?? 1)).slice(0, range?.limit)),
})

it('finds every record of a commit, wherever it lies, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 }), fc.nat(), async (sizes, pick) => {
      const log = logOf(sizes)
      const commitId = (pick % sizes.length) + 1
      const found = await recordsOfCommit(nodeWith(log), 'n1', commitId, { from: 1, to: log.length })
      expect(found).toEqual(log.filter((record) => record.commitId === commitId))
    }),
  )
})

it('finds nothing of a commit that the node does not hold', async () => {
  const log = logOf([1, 2])
  expect(await recordsOfCommit(nodeWith(log), 'n1', 3, { from: 1, to: log.length })).toEqual([])
})

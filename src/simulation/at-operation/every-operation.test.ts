import { expect, test } from 'vitest'
import { createNode } from '../../aerodb/create-node.ts'
import { loadHash128 } from '../../platform/hashing.ts'
import { EARLY_COMMITS, EarlyNode } from '../mutations/early-node.ts'
import { strikeEveryOperation } from './every-operation.ts'
import { SMALL_WORKLOADS } from './scripted-workload.ts'
import { STRIKES, strikeName } from './strike.ts'
import { StruckRun } from './struck-run.ts'

const hash = await loadHash128()
const PATIENCE_MILLIS = 120_000

test.each(SMALL_WORKLOADS.map((workload) => [workload.name, workload] as const))(
  '%s: a crash or a disk error at every disk operation, and again in the recovery, breaks nothing (WAL-8, WAL-10, RECOVERY-7, RECOVERY-8)',
  (_, workload) => {
    const reports = STRIKES.map((strike) => strikeEveryOperation({ ...workload, hash }, workload, strike))
    for (const { failures, operations } of reports) {
      expect(failures.map(({ struck, failure }) => ({ struck, failure }))).toEqual([])
      expect(operations).toBeGreaterThan(10)
    }
    expect(reports.map(({ strike }) => strike)).toEqual(STRIKES.map(strikeName))
  },
  PATIENCE_MILLIS,
)

test('a node that calls durable what is not is found out by a crash (WAL-8)', () => {
  const [workload] = SMALL_WORKLOADS
  const [, crash] = STRIKES
  if (workload === undefined || crash === undefined) throw new Error('there is nothing to strike')
  const broken = new StruckRun(
    { ...workload, hash, build: (...given) => new EarlyNode(createNode(...given), EARLY_COMMITS) },
    workload,
    {
      strike: crash,
      operation: 8,
      again: null,
    },
  )
  expect(broken.run.failure).toMatchObject({ kind: 'breach', what: 'durable-before-visible' })
})

import { expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { SMALL_WORKLOADS } from './scripted-workload.ts'
import { strikeWorkload } from './strike-workload.ts'
import { STRUCK_COUNTS } from './struck-counts.ts'

// Beside the other policy in a file of its own: the two take a core each.

const hash = await loadHash128()
const PATIENCE_MILLIS = 300_000
const WORKLOADS = SMALL_WORKLOADS.filter(({ sync }) => sync === 'each').map((workload) => [workload.name, workload] as const)

test.each(WORKLOADS)(
  '%s: a crash or a disk error at every disk operation, and again at every one of the recovery, breaks nothing (WAL-8, WAL-10, RECOVERY-7, RECOVERY-8)',
  (name, workload) => {
    const { failures, ...counts } = strikeWorkload(hash, workload)
    expect(failures).toEqual([])
    expect(counts).toEqual(STRUCK_COUNTS[name])
  },
  PATIENCE_MILLIS,
)

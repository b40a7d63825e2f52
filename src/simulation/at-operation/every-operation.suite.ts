import { expect, test } from 'vitest'
import type { SyncPolicy } from '../../aerodb/configuration.ts'
import { loadHash128 } from '../../platform/hashing.ts'
import { SMALL_WORKLOADS } from './scripted-workload.ts'
import { strikeWorkload } from './strike-workload.ts'
import { STRUCK_COUNTS } from './struck-counts.ts'

const PATIENCE_MILLIS = 300_000

/** The tests of the small workloads under one policy. Each policy has a file of its own that calls this, so that the two take a core each. */
export async function strikeEveryWorkload(policy: SyncPolicy): Promise<void> {
  const hash = await loadHash128()
  const workloads = SMALL_WORKLOADS.filter(({ sync }) => sync === policy).map((workload) => [workload.name, workload] as const)
  test.each(workloads)(
    '%s: a crash or a disk error at every disk operation, and again at every one of the recovery, breaks nothing (WAL-8, WAL-10, RECOVERY-7, RECOVERY-8)',
    (name, workload) => {
      const { failures, ...counts } = strikeWorkload(hash, workload)
      expect(failures).toEqual([])
      expect(counts).toEqual(STRUCK_COUNTS[name])
    },
    PATIENCE_MILLIS,
  )
}

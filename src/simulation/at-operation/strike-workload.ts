import type { Hash128 } from '../../aerodb/digest.ts'
import { type OperationsReport, strikeEveryOperation } from './every-operation.ts'
import type { ScriptedWorkload } from './scripted-workload.ts'
import { STRIKES } from './strike.ts'

/** What came of one workload under every kind of strike. */
export interface WorkloadReport {
  /** Its disk operations, where nothing strikes it before. */
  readonly operations: number
  /** By first strike: the operations of all recoveries from it, each of which was struck by every kind of second strike. */
  readonly recoveries: { readonly [strike: string]: number }
  readonly runs: number
  readonly failures: OperationsReport['failures']
}

export function strikeWorkload(hash: Hash128, workload: ScriptedWorkload): WorkloadReport {
  const reports = STRIKES.map((strike) => strikeEveryOperation({ ...workload, hash }, workload, strike))
  const [first] = reports
  if (first === undefined || reports.some(({ operations }) => operations !== first.operations)) {
    throw new Error(`${workload.name}: the operations before a first strike depend on its kind`)
  }
  return {
    operations: first.operations,
    recoveries: Object.fromEntries(reports.map(({ strike, operationsOfRecoveries }) => [strike, operationsOfRecoveries])),
    runs: reports.reduce((sum, { runs }) => sum + runs, 0),
    failures: reports.flatMap(({ failures }) => failures),
  }
}

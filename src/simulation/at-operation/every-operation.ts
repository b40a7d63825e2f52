import type { Choice } from '../choice.ts'
import type { Failure } from '../swarm/failure.ts'
import type { Script } from '../swarm/run.ts'
import { type Aim, aimText, type Blow } from './aim.ts'
import type { ScriptedWorkload } from './scripted-workload.ts'
import { type DiskOperation, fallsOn, STRIKES, type Strike, strikeName } from './strike.ts'
import { StruckRun } from './struck-run.ts'

/** As many failures are described; the others are counted. */
const DESCRIBED_AT_MOST = 5

export interface StruckFailure {
  /** Which strikes, and where: as `npm run swarm -- --struck` takes it. */
  readonly struck: string
  readonly failure: Failure
  readonly choices: readonly Choice[]
}

/** What came of one workload under one kind of first strike, at every disk operation there is. */
export interface OperationsReport {
  readonly workload: string
  readonly strike: string
  /** Disk operations that were struck first. */
  readonly operations: number
  /** Disk operations of the recoveries from all of these, each struck by every kind of second strike. */
  readonly operationsOfRecoveries: number
  readonly runs: number
  readonly steps: number
  readonly checks: number
  readonly failed: number
  /** The first of them. */
  readonly failures: readonly StruckFailure[]
}

/**
 * Strikes at operation 1, 2, 3, … until there is none; and for each of them once more, with every kind of strike that falls on it, at every operation of the
 * recovery that follows, whichever node does it.
 */
export function strikeEveryOperation(script: Script, workload: ScriptedWorkload, strike: Strike): OperationsReport {
  const failures: StruckFailure[] = []
  let [operations, operationsOfRecoveries, runs, steps, checks, failed] = [0, 0, 0, 0, 0, 0]
  const hits = (aim: Aim): DiskOperation | null => {
    const { run, hit } = new StruckRun(script, workload, aim)
    const { failure, choices } = run
    runs += 1
    steps += run.cluster.steps
    for (const verdict of run.judge.verdicts()) checks += verdict.checks
    if (failure !== null) {
      failed += 1
      if (failed <= DESCRIBED_AT_MOST) failures.push({ struck: `${workload.name}:${aimText(aim)}`, failure, choices })
    }
    return hit
  }
  const [probe, ...others] = STRIKES
  if (probe === undefined) throw new Error('there is nothing to strike with')
  for (let first: Blow = { strike, operation: 1 }; ; first = next(first)) {
    const struck = hits({ first, second: null })
    if (struck === null) break
    operations = first.operation
    if (!fallsOn(struck, strike)) continue
    for (let second: Blow = { strike: probe, operation: 1 }; ; second = next(second)) {
      const again = hits({ first, second })
      if (again === null) break
      operationsOfRecoveries += 1
      for (const other of others) if (fallsOn(again, other)) hits({ first, second: { ...second, strike: other } })
    }
  }
  return {
    workload: workload.name,
    strike: strikeName(strike),
    operations,
    operationsOfRecoveries,
    runs,
    steps,
    checks,
    failed,
    failures,
  }
}

function next({ strike, operation }: Blow): Blow {
  return { strike, operation: operation + 1 }
}

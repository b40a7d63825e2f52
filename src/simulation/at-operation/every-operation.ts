import type { Choice } from '../choice.ts'
import type { Failure } from '../swarm/failure.ts'
import type { Script } from '../swarm/run.ts'
import type { ScriptedWorkload } from './scripted-workload.ts'
import { type Strike, strikeName } from './strike.ts'
import { type Aim, StruckRun } from './struck-run.ts'

export interface StruckFailure {
  /** In words: which strike, and where. */
  readonly struck: string
  readonly failure: Failure
  readonly choices: readonly Choice[]
}

/** What came of one workload under one kind of strike, at every disk operation there is. */
export interface OperationsReport {
  readonly workload: string
  readonly strike: string
  /** Disk operations that were struck first. */
  readonly operations: number
  readonly runs: number
  readonly steps: number
  readonly checks: number
  readonly failures: readonly StruckFailure[]
}

/** Strikes at operation 1, 2, 3, … until there is none; and for each of them once more at every operation of the recovery that follows. */
export function strikeEveryOperation(script: Script, workload: ScriptedWorkload, strike: Strike): OperationsReport {
  const failures: StruckFailure[] = []
  let [operations, runs, steps, checks] = [0, 0, 0, 0]
  const hits = (aim: Aim): boolean => {
    const { run, hit } = new StruckRun(script, workload, aim)
    const { failure, choices } = run
    runs += 1
    steps += run.cluster.steps
    for (const verdict of run.judge.verdicts()) checks += verdict.checks
    if (failure !== null) failures.push({ struck: aimName(aim), failure, choices })
    return hit
  }
  for (let operation = 1; hits({ strike, operation, again: null }); operation++) {
    operations = operation
    if (strike.kind === 'error' && strike.lasts === 'fromHereOn') continue
    for (let again = 1; hits({ strike, operation, again }); again++);
  }
  return { workload: workload.name, strike: strikeName(strike), operations, runs, steps, checks, failures }
}

function aimName({ strike, operation, again }: Aim): string {
  const second = again === null ? '' : `, and at operation ${again} of the recovery`
  return `${strikeName(strike)} at operation ${operation}${second}`
}

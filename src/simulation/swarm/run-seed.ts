import type { Hash128 } from '../../aerodb/digest.ts'
import type { Choice } from '../choice.ts'
import { calm } from './calm.ts'
import { Dice } from './dice.ts'
import { Run, type Script } from './run.ts'
import { Storm } from './storm.ts'
import { WaitingFaults, waits } from './waiting-faults.ts'
import { drawWeather, type Weather } from './weather.ts'
import { Workload } from './workload.ts'

export interface SeedRun {
  readonly seed: number
  readonly weather: Weather
  readonly script: Script
  readonly run: Run
  /** Of the first phase, in order: with the script, all that a replay needs. */
  readonly storm: readonly Choice[]
}

/** One run of the swarm: a storm drawn from the seed, then a calm. It ends early where it fails. */
export function runSeed(hash: Hash128, seed: number, broken: Pick<Script, 'guards' | 'build'> = {}): SeedRun {
  const dice = new Dice(seed)
  const weather = drawWeather(dice)
  const script: Script = { hash, nodes: weather.nodes, sync: weather.sync, ...broken }
  const run = new Run(script)
  const workload = new Workload(dice, weather)
  const waiting = new WaitingFaults(run.reach)
  run.listen((fact) => {
    if (fact.kind === 'answered') workload.answered(fact)
    else if (fact.kind === 'nodeDied') workload.nodeDied(fact.node)
    waiting.heard(fact)
  })
  for (const node of run.names) run.take({ kind: 'start', node })
  const { cluster, names, primary } = run
  const storm = new Storm({ cluster, names, primary, dice, workload, chronicle: run.judge.chronicle }, weather)
  for (let count = 0; count < weather.choices && run.failure === null; count++) {
    let happened = false
    for (const choice of storm.next()) {
      if (run.failure !== null) break
      waiting.before(choice)
      happened = run.take(choice) || happened
    }
    if (happened && storm.lastFault !== null && !waits(storm.lastFault)) run.reach.count(`fault ${storm.lastFault}`)
  }
  const choices = run.choices.slice()
  calm(run)
  for (const rule of run.decided.rules) run.reach.count(`rule ${rule}`)
  for (const [id, times] of run.occurrences.counts) run.reach.count(`sometimes ${id}`, times)
  return { seed, weather, script, run, storm: choices }
}

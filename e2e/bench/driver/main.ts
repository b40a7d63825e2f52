import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build, preview } from 'vite'
import { judge, type Round } from '../measure/bars.ts'
import { BARS } from '../measure/metrics.ts'
import { rotated } from '../measure/statistics.ts'
import { describeMachine, type Machine } from './machine.ts'
import { type BenchOptions, parseOptions, USAGE } from './options.ts'
import { type Preparation, prepareTrials } from './preparation.ts'
import { inFreshProfile, type Serving } from './profile-folder.ts'
import { renderReport } from './report.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

async function serveBuilt(folder: string, options: BenchOptions): Promise<{ readonly url: string; close(): Promise<void> }> {
  const configFile = join(folder, 'vite.config.ts')
  await build({ configFile, logLevel: 'error', build: { minify: options.profile === 'off' } })
  const server = await preview({ configFile, logLevel: 'error', preview: { port: 0 } })
  const url = server.resolvedUrls?.local[0]
  if (url === undefined) throw new Error('The benchmark could not be served.')
  return { url, close: () => server.close() }
}

/** Runs every trial once, in the round's own order, and says what each measured. */
async function runRound({ trials }: Preparation, index: number, descriptions: Map<string, string>): Promise<Round> {
  const measured: Record<string, number> = {}
  for (const trial of rotated(trials, index)) {
    const { metrics, description } = await trial.run()
    descriptions.set(trial.id, description)
    Object.assign(measured, metrics)
    const numbers = Object.entries(metrics).map(([metric, value]) => `${metric} ${value.toFixed(0)}`)
    say(`  round ${index + 1}  ${numbers.join('  ')}`)
  }
  return measured
}

async function runRounds(serving: Serving, options: BenchOptions, descriptions: Map<string, string>): Promise<readonly Round[]> {
  const preparation = prepareTrials(serving, options)
  const rounds: Round[] = []
  try {
    for (let index = 0; index < options.rounds; index++) rounds.push(await runRound(preparation, index, descriptions))
  } finally {
    await preparation.dispose()
  }
  return rounds
}

async function measureAll(serving: Serving, machine: Machine, options: BenchOptions, results: string): Promise<number> {
  const startedAt = new Date().toISOString()
  const descriptions = new Map<string, string>()
  const rounds = await runRounds(serving, options, descriptions)
  const verdicts = BARS.map((bar) => judge(bar, rounds))
  const file = join(results, `${startedAt.replaceAll(':', '-')}.json`)
  const result = { startedAt, machine, options, rounds, verdicts, descriptions: Object.fromEntries(descriptions) }
  await writeFile(file, `${JSON.stringify(result, null, 2)}\n`)
  say(`\n${renderReport(machine, rounds, verdicts)}\n\n${file}`)
  return verdicts.some(({ outcome }) => outcome === 'miss') ? 1 : 0
}

/**
 * The benchmark, from its options to its exit code: 0, or 1 if a bar was missed. Serves and drives the page in `folder` and writes into
 * `results`.
 */
export async function main(args: readonly string[], folder: string, results: string): Promise<number> {
  if (args.includes('--help')) {
    say(USAGE)
    return 0
  }
  const options = parseOptions(args)
  const server = await serveBuilt(folder, options)
  const { url } = server
  const serving: Serving = { url, traces: options.profile === 'on' ? results : null }
  try {
    const untraced = { url, traces: null }
    const version = await inFreshProfile(
      untraced,
      { name: 'version', template: null },
      async ({ browserVersion }) => browserVersion,
    )
    return await measureAll(serving, describeMachine(`Chromium ${version}`), options, results)
  } finally {
    await server.close()
  }
}

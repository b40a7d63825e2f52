// npm run bench -- search: how fast the search and the simulator are, as ratios to a yardstick of the machine. Needs no browser.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { bundled } from './bundle.mjs'
import { ROOT } from './run.mjs'
import { THREAD_LIMITS } from './thread-limits.mjs'

/** @typedef {import('./bench-search-worker.mjs').Round} Round */
/** @typedef {import('./bench-search-worker.mjs').Measure} Measure */

const ROUNDS = 5
const RESULTS = join(ROOT, 'bench-results')

/**
 * For each state of the yardstick. Each is measured in a thread of its own, as it runs: neither what the other leaves in memory nor how it was
 * compiled is its doing.
 * @type {readonly { readonly name: Measure, readonly of: string, readonly bar: number }[]}
 */
const BARS = [
  { name: 'search', of: 'distinct states of the engine, three nodes', bar: 0.4 },
  { name: 'simulator', of: 'node steps under every invariant', bar: 2 },
]

/** @param {readonly number[]} numbers */
function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}

/**
 * @param {Measure} name
 * @param {{ readonly search: string, readonly swarm: string, readonly rounds: number }} work
 * @returns {Promise<readonly Round[]>}
 */
async function measure(name, work) {
  const workerData = { ...work, measure: name }
  const worker = new Worker(new URL('./bench-search-worker.mjs', import.meta.url), { workerData, resourceLimits: THREAD_LIMITS })
  /** @type {Round[]} */
  const rounds = []
  worker.on('message', (/** @type {Round} */ round) => {
    rounds.push(round)
    console.log(`  ${name} ${Math.round(round.measured)}/s  yardstick ${Math.round(round.yardstick)}/s`)
  })
  await new Promise((resolve, reject) => worker.on('exit', resolve).on('error', reject))
  return rounds
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>} 0 where every bar is met
 */
export async function benchSearch(args) {
  const rounds = args.includes('--quick') ? 1 : ROUNDS
  const [search, swarm] = [await bundled('src/simulation/search/threaded.ts'), await bundled('src/simulation/swarm/swarm.ts')]
  const verdicts = []
  for (const { name, of, bar } of BARS) {
    const measured = await measure(name, { search: search.href, swarm: swarm.href, rounds })
    const ratio = median(measured.map((round) => round.measured / round.yardstick))
    console.log(
      `${ratio >= bar ? 'met   ' : 'MISSED'} ${name}: ${ratio.toFixed(2)} ${of} for each state of the yardstick, bar ${bar}`,
    )
    verdicts.push({ name, ratio, bar, met: ratio >= bar, rounds: measured })
  }
  mkdirSync(RESULTS, { recursive: true })
  writeFileSync(join(RESULTS, 'search.json'), `${JSON.stringify({ verdicts }, null, 2)}\n`)
  return verdicts.every(({ met }) => met) ? 0 : 1
}

// npm run bench -- search: how fast the search and the simulator are, as ratios to a yardstick of the machine. Needs no browser.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { bundled } from './bundle.mjs'
import { ROOT } from './run.mjs'
import { THREAD_LIMITS } from './thread-limits.mjs'

/** @typedef {import('./bench-search-worker.mjs').Round} Round */

const ROUNDS = 5
const RESULTS = join(ROOT, 'bench-results')

/** For each state of the yardstick. */
const BARS = [
  { name: 'search', of: 'distinct states of the engine, three nodes', bar: 0.4 },
  { name: 'simulator', of: 'node steps under every invariant', bar: 2 },
]

/** @param {readonly number[]} numbers */
function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>} 0 where every bar is met
 */
export async function benchSearch(args) {
  const rounds = args.includes('--quick') ? 1 : ROUNDS
  const [search, swarm] = [await bundled('src/simulation/search/threaded.ts'), await bundled('src/simulation/swarm/swarm.ts')]
  const workerData = { search: search.href, swarm: swarm.href, rounds }
  const worker = new Worker(new URL('./bench-search-worker.mjs', import.meta.url), { workerData, resourceLimits: THREAD_LIMITS })
  /** @type {Round[]} */
  const measured = []
  worker.on('message', (/** @type {Round} */ round) => {
    measured.push(round)
    const parts = Object.entries(round).map(([name, rate]) => `${name} ${Math.round(rate)}/s`)
    console.log(`  round ${measured.length}  ${parts.join('  ')}`)
  })
  await new Promise((resolve, reject) => worker.on('exit', resolve).on('error', reject))
  const verdicts = BARS.map(({ name, of, bar }) => {
    const ratio = median(measured.map((round) => (name === 'search' ? round.search : round.simulator) / round.yardstick))
    console.log(
      `${ratio >= bar ? 'met   ' : 'MISSED'} ${name}: ${ratio.toFixed(2)} ${of} for each state of the yardstick, bar ${bar}`,
    )
    return { name, ratio, bar, met: ratio >= bar }
  })
  mkdirSync(RESULTS, { recursive: true })
  writeFileSync(join(RESULTS, 'search.json'), `${JSON.stringify({ rounds: measured, verdicts }, null, 2)}\n`)
  return verdicts.every(({ met }) => met) ? 0 : 1
}

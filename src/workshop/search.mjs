// npm run search: every order of every event in a small scope, over the production engine or without one of its rules. `npm run search -- --help` says how.
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import manifest from '../../package.json' with { type: 'json' }
import { bundled, importBundled } from './bundle.mjs'
import { engineBuild } from './engine-build.mjs'
import { installDependencies } from './install.mjs'
import { searchOptions, searchUsage } from './search-options.mjs'
import { THREAD_LIMITS } from './thread-limits.mjs'

const PROGRESS_MILLIS = 1000
const WRONG = 1
const MISUSED = 2
/** The search came to a bound before it had seen everything: no proof. */
const BOUNDED = 3
const INTERRUPTED = 130

await installDependencies()
const bundle = (await bundled('src/simulation/search/threaded.ts')).href
/** @typedef {import('../simulation/search/pooled-search.ts').FoundMessage} FoundMessage */
/** @typedef {import('../simulation/search/pooled-search.ts').ExpandMessage} ExpandMessage */
/** @typedef {typeof import('../simulation/search/threaded.ts')} Search */
/** @type {Search} */
const search = await importBundled(bundle)

const args = process.argv.slice(2)
const usage = searchUsage(search, availableParallelism())
if (args.includes('--help')) {
  console.log(usage)
  process.exit(0)
}
const asked = searchOptions(args, search, availableParallelism())
if ('code' in asked) leave(`${asked.code}: ${asked.message}\n\n${usage}`)
const { scope, bounds, without, threads, trace } = asked
if (trace !== null) claim(trace)

/**
 * @param {string} complaint
 * @returns {never}
 */
function leave(complaint) {
  console.error(complaint)
  process.exit(MISUSED)
}

/**
 * Before a long search, and so that what lies there is never taken for what this one found.
 * @param {string} file
 */
function claim(file) {
  try {
    writeFileSync(file, '')
  } catch (error) {
    leave(`AERO_SEARCH_TRACE_UNWRITABLE: ${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const hash = await search.loadHash128()
const engine = search.engineWithout(without)
const model = new search.ClusterModel(hash, scope, engine)
const pool = new search.PooledSearch(bounds, threads)
const began = performance.now()

function progressText() {
  const { states, transitions, depth, frontier } = pool.progress
  const seconds = (performance.now() - began) / 1000
  const rate = Math.round(states / seconds)
  return `depth ${depth}: ${states} states, ${transitions} transitions, ${frontier} waiting, ${rate} states/s, ${seconds.toFixed(1)} s`
}

console.log(`${search.scopeText(scope)}${without === null ? '' : `; without ${without.rule}`}; ${threads} threads`)
const workers = Array.from(
  { length: threads },
  () =>
    new Worker(new URL('./search-worker.mjs', import.meta.url), {
      workerData: { bundle, scope, without: without?.rule ?? null },
      resourceLimits: THREAD_LIMITS,
    }),
)
const ticking = setInterval(() => console.log(progressText()), PROGRESS_MILLIS)

/** @param {number} code */
async function finish(code) {
  clearInterval(ticking)
  await Promise.all(workers.map((worker) => worker.terminate()))
  process.exit(code)
}

function conclude() {
  const { kind, violation } = pool.progress
  console.log(`${kind}. ${progressText()}`)
  if (violation === null) return finish(kind === 'bounded' ? BOUNDED : 0)
  const choices = search.labelsAlong(model, violation.path).map(({ choice }) => choice)
  const found = search.counterexample(hash, scope, choices, engineBuild(manifest.version), engine)
  console.log(`\n${violation.what}, in ${choices.length} steps:`)
  for (const [index, step] of found.steps.entries()) console.log(`${String(index + 1).padStart(3)}. ${step}`)
  if (found.invariants.length === 0)
    console.log('The plain run of these steps does not bear this out: that is a bug of the search.')
  else if (found.breach !== null) console.log(JSON.stringify(found.breach.evidence))
  if (trace !== null) {
    writeFileSync(trace, JSON.stringify(without === null ? found.trace : { ...found.trace, without }))
    console.log(`The trace is in ${trace}.`)
  }
  return finish(WRONG)
}

process.on('SIGINT', () => {
  console.log(`\nstopped. ${progressText()}`)
  void finish(INTERRUPTED)
})

/** @param {readonly ExpandMessage[]} messages one for each worker */
function post(messages) {
  for (const [to, message] of messages.entries()) workers[to]?.postMessage(message)
}

for (const [index, worker] of workers.entries()) {
  worker.on('message', (/** @type {FoundMessage} */ message) => {
    if (pool.progress.kind !== 'running') return
    const next = pool.take(index, message)
    if (next === null) void conclude()
    else post(next)
  })
  worker.on('error', (error) => {
    console.error(error)
    void finish(WRONG)
  })
}
post(pool.open(search.initialOf(model)))
if (pool.progress.kind !== 'running') await conclude()

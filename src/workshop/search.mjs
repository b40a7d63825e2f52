// npm run search: every order of every event in a small scope, over the production engine. `npm run search -- --help` says how.
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { bundled, importBundled } from './bundle.mjs'
import { engineBuild } from './engine-build.mjs'
import { installDependencies } from './install.mjs'
import { SEARCH_LIMITS } from './search-limits.mjs'

const PROGRESS_MILLIS = 1000
const INTERRUPTED = 130
/** The search came to a bound before it had seen everything: no proof. */
const BOUNDED = 3
/** Inputs of up to so many peers are told apart (local-states.ts). */
const MOST_NODES = 8

await installDependencies()
const bundle = (await bundled('src/simulation/search/threaded.ts')).href
/** @typedef {import('../simulation/search/pooled-search.ts').FoundMessage} FoundMessage */
/** @typedef {import('../simulation/search/pooled-search.ts').ExpandMessage} ExpandMessage */
/** @typedef {typeof import('../simulation/search/threaded.ts')} Search */
/** @type {Search} */
const search = await importBundled(bundle)

/** @param {string} name as in the code, such as `staleStarts` */
const flagOf = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

const HELP = `npm run search -- [what may happen] [how far]

What may happen, each at most so often over a whole history (0 where it is not said):
  ${search.BOUNDED.map((name) => `--${flagOf(name)} N`).join('  ')}
What arrives, lands, starts or links up is not bounded: all of it happens, in every order.
  --nodes N        nodes, n1 the Primary (3)
  --from STATE     running: all started, nothing under way; created: all dead, on new disks (running)
  --sync POLICY    each or group (each)
  --any-node       clients write to any node, not only to the Primary

How far:
  --states N       the level that finds so many states is the last (5000000)
  --depth N        steps (1000)
  --threads N      (${availableParallelism()}, as this machine has cores)
  --trace FILE     where something is wrong: write the run that shows it, to be replayed

Exits with 0 when everything was searched and nothing is wrong, 1 when something is (or an argument), ${BOUNDED} when --states or --depth
ended it before it had seen everything, ${INTERRUPTED} when it was interrupted.`

/** @param {string | boolean | undefined} text */
function count(text, otherwise = 0) {
  if (text === undefined) return otherwise
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`not a count: ${text}`)
  return number
}

/** @param {string | boolean | undefined} text */
function nodes(text) {
  const number = count(text, 3)
  if (number < 1 || number > MOST_NODES) throw new Error(`from 1 to ${MOST_NODES} nodes, not ${number}`)
  return number
}

/**
 * @template {string} Name
 * @param {string} flag
 * @param {string | boolean | undefined} text
 * @param {readonly [Name, ...Name[]]} names the first is meant where nothing is said
 */
function oneOf(flag, text, names) {
  const name = text === undefined ? names[0] : names.find((known) => known === text)
  if (name === undefined) throw new Error(`--${flag} is one of ${names.join(' and ')}, not ${text}`)
  return name
}

function readArguments() {
  /** @type {Record<string, { type: 'string' | 'boolean' }>} */
  const options = { help: { type: 'boolean' }, 'any-node': { type: 'boolean' } }
  for (const name of ['nodes', 'from', 'sync', 'states', 'depth', 'threads', 'trace']) options[name] = { type: 'string' }
  for (const name of search.BOUNDED) options[flagOf(name)] = { type: 'string' }
  const { values } = parseArgs({ options })
  if (values.help === true) {
    console.log(HELP)
    process.exit(0)
  }
  /** @type {Record<string, number>} */
  const bounds = {}
  for (const name of search.BOUNDED) bounds[name] = count(values[flagOf(name)])
  const scope = search.scopeOf(bounds, {
    nodes: nodes(values.nodes),
    sync: oneOf('sync', values.sync, ['each', 'group']),
    begin: oneOf('from', values.from, ['running', 'created']),
    writesTo: values['any-node'] === true ? 'anyNode' : 'primary',
  })
  return {
    scope,
    bounds: { states: count(values.states, 5_000_000), depth: count(values.depth, 1000) },
    threads: Math.max(1, count(values.threads, availableParallelism())),
    trace: typeof values.trace === 'string' ? values.trace : null,
  }
}

function argumentsOrExit() {
  try {
    return readArguments()
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`)
    process.exit(1)
  }
}

const { scope, bounds, threads, trace } = argumentsOrExit()
const hash = await search.loadHash128()
const model = new search.ClusterModel(hash, scope)
const pool = new search.PooledSearch(bounds, threads)
const began = performance.now()

function progressText() {
  const { states, transitions, depth, frontier } = pool.progress
  const seconds = (performance.now() - began) / 1000
  const rate = Math.round(states / seconds)
  return `depth ${depth}: ${states} states, ${transitions} transitions, ${frontier} waiting, ${rate} states/s, ${seconds.toFixed(1)} s`
}

console.log(`${search.scopeText(scope)}; ${threads} threads`)
const workers = Array.from(
  { length: threads },
  () =>
    new Worker(new URL('./search-worker.mjs', import.meta.url), { workerData: { bundle, scope }, resourceLimits: SEARCH_LIMITS }),
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
  const found = search.counterexample(hash, scope, choices, engineBuild(process.env.npm_package_version ?? ''))
  console.log(`\n${violation.what}, in ${choices.length} steps:`)
  for (const [index, step] of found.steps.entries()) console.log(`${String(index + 1).padStart(3)}. ${step}`)
  if (found.invariants.length === 0)
    console.log('The plain run of these steps does not bear this out: that is a bug of the search.')
  else if (found.breach !== null) console.log(JSON.stringify(found.breach.evidence))
  if (trace !== null) {
    writeFileSync(trace, JSON.stringify(found.trace))
    console.log(`The trace is in ${trace}.`)
  }
  return finish(1)
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
    void finish(1)
  })
}
post(pool.open(search.initialOf(model)))
if (pool.progress.kind !== 'running') await conclude()

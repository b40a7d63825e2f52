// npm run rules: takes every rule of the engine away, one at a time, and writes down the shortest history that goes wrong without it.
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { bundled, importBundled } from './bundle.mjs'
import { installDependencies } from './install.mjs'
import { ROOT } from './run.mjs'
import { SEARCH_LIMITS } from './search-limits.mjs'

/** @typedef {import('../simulation/search/rules/search-rule.ts').Finding} Finding */
/** @typedef {import('../simulation/search/rules/search-rule.ts').Refusing} Refusing */

const FOLDER = join(ROOT, 'public', 'rules')
const JSON_FILE = join(FOLDER, 'rule-table.json')

await installDependencies()
const bundle = (await bundled('src/simulation/search/rules/threaded-rules.ts')).href
/** @type {typeof import('../simulation/search/rules/threaded-rules.ts')} */
const { REMOVABLE, ruleTable, ruleTableText } = await importBundled(bundle)

/** @param {readonly Finding[]} findings */
function write(findings) {
  const rows = ruleTable(findings)
  writeFileSync(JSON_FILE, `${JSON.stringify(rows, null, 2)}\n`)
  writeFileSync(join(FOLDER, 'RULE_TABLE.md'), ruleTableText(rows))
  const broken = rows.filter((row) => row.broken !== null).length
  const bare = rows.filter(({ broken: found, reason }) => found === null && reason === null).map(({ rule }) => rule)
  console.log(`${rows.length} rules: ${broken} are needed, ${rows.length - broken} break nothing when they are taken away.`)
  if (bare.length > 0) console.error(`Of these nothing says why: ${bare.join(', ')}`)
  process.exit(bare.length === 0 ? 0 : 1)
}

// Only the reasons changed: the findings stand.
if (process.argv.includes('--reasons')) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what this command wrote itself
  const rows = /** @type {Finding[]} */ (JSON.parse(readFileSync(JSON_FILE, 'utf8')))
  const searched = new Set(REMOVABLE.map(({ rule }) => rule))
  write(
    rows
      .filter(({ rule }) => searched.has(rule))
      .map(({ rule, guard, scopes, states, broken }) => ({ rule, guard, scopes, states, broken })),
  )
}

const workers = Array.from(
  { length: availableParallelism() },
  () => new Worker(new URL('./rules-worker.mjs', import.meta.url), { workerData: { bundle }, resourceLimits: SEARCH_LIMITS }),
)

/**
 * @template Result
 * @param {Worker} worker
 * @param {import('./rules-worker.mjs').Task} task
 * @returns {Promise<Result>}
 */
function ask(worker, task) {
  return new Promise((resolve, reject) => {
    worker.removeAllListeners()
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.postMessage(task)
  })
}

const [first] = workers
if (first === undefined) throw new Error('no thread to search in')
console.log('With every rule …')
/** @type {Refusing} */
const refusing = await ask(first, { kind: 'refusing' })
const wanted = process.argv.slice(2)
const waiting = REMOVABLE.filter(({ rule }) => wanted.length === 0 || wanted.includes(rule))
/** @type {Finding[]} */
const findings = []
await Promise.all(
  workers.map(async (worker) => {
    for (let removable = waiting.shift(); removable !== undefined; removable = waiting.shift()) {
      /** @type {Finding} */
      const finding = await ask(worker, { kind: 'rule', removable, refusing })
      findings.push(finding)
      const { rule, states, broken } = finding
      console.log(
        `${rule}: ${broken === null ? 'nothing breaks' : `${broken.invariants.join(', ')} in ${broken.history.length} steps`}; ${states} states`,
      )
    }
    await worker.terminate()
  }),
)
if (wanted.length === 0) write(findings)

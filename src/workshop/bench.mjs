// npm run bench: measures AeroDB in a real browser, beside what a user would pick otherwise. `npm run bench -- --help` says how.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { benchSearch } from './bench-search.mjs'
import { obtainBrowser } from './browser.mjs'
import { installDependencies, installLocked } from './install.mjs'
import { installedProgram, ROOT, run } from './run.mjs'

const BENCH = join(ROOT, 'e2e', 'bench')
const RESULTS = join(ROOT, 'bench-results')

await installDependencies()
const args = process.argv.slice(2)
if (args.includes('search')) process.exit(await benchSearch(args))
await installLocked(BENCH)
// The check does not see these: the packages that they need are installed only here.
const types = await run(installedProgram('tsc'), ['-b', join(BENCH, 'tsconfig.json')])
if (types !== 0) process.exit(types)

process.env.AERODB_BROWSER ??= await obtainBrowser()
mkdirSync(RESULTS, { recursive: true })
const { runnerImport } = await import('vite')
/** @type {{ readonly module: typeof import('../../e2e/bench/driver/main.ts') }} */
const { module } = await runnerImport(join(BENCH, 'driver', 'main.ts'), { configFile: false, logLevel: 'warn' })
const live = await module.main(args, BENCH, RESULTS)
process.exit(Math.max(live, args.length > 0 ? 0 : await benchSearch(args)))

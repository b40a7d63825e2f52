// npm run check: what can be judged without running the product. Every step runs, side by side; each failure is shown.
// `npm run check -- types lint` runs only those.
import { installDependencies } from './install.mjs'
import { installedProgram, runQuietly } from './run.mjs'

/** @typedef {{ readonly name: string, readonly program: string, readonly args: readonly string[] }} Step */

/** @type {readonly Step[]} */
const STEPS = [
  { name: 'types', program: installedProgram('tsc'), args: ['-b'] },
  { name: 'format', program: installedProgram('biome'), args: ['check', '--error-on-warnings', '--colors=off'] },
  { name: 'lint', program: installedProgram('oxlint'), args: ['--type-aware', '--deny-warnings', '--format=unix'] },
  { name: 'floors', program: process.execPath, args: ['src/workshop/judge-sources.mjs'] },
  { name: 'unused', program: installedProgram('knip'), args: ['--no-progress'] },
]

const wanted = process.argv.slice(2)
const steps = wanted.length === 0 ? STEPS : STEPS.filter(({ name }) => wanted.includes(name))
if (steps.length < wanted.length) {
  console.error(`The steps of the check are: ${STEPS.map(({ name }) => name).join(', ')}`)
  process.exit(1)
}

await installDependencies()

/**
 * @param {Step} step
 * @returns {Promise<boolean>} whether it passed
 */
async function passes({ name, program, args }) {
  const start = performance.now()
  const { code, output } = await runQuietly(program, args)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(code === 0 ? `ok      ${name} (${seconds} s)` : `FAILED  ${name} (${seconds} s)\n${output.trimEnd()}\n`)
  return code === 0
}

const verdicts = await Promise.all(steps.map(passes))
process.exit(verdicts.every(Boolean) ? 0 : 1)

// npm run check: what can be judged without running the product. Every step runs, side by side; each failure is shown.
import { installDependencies } from './install.mjs'
import { installedProgram, runQuietly } from './run.mjs'

await installDependencies()

/** @type {readonly { readonly name: string, readonly program: string, readonly args: readonly string[] }[]} */
const STEPS = [
  { name: 'types', program: installedProgram('tsc'), args: ['-b'] },
  {
    name: 'format and lint',
    program: installedProgram('biome'),
    args: ['check', '--error-on-warnings', '--colors=off'],
  },
  { name: 'lint', program: installedProgram('oxlint'), args: ['--deny-warnings'] },
  { name: 'floors and tidiness', program: process.execPath, args: ['src/workshop/judge-sources.mjs'] },
  { name: 'unused code', program: installedProgram('knip'), args: ['--no-progress'] },
]

let failed = 0
await Promise.all(
  STEPS.map(async ({ name, program, args }) => {
    const start = performance.now()
    const { code, output } = await runQuietly(program, args)
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    if (code === 0) {
      console.log(`ok      ${name} (${seconds} s)`)
    } else {
      failed += 1
      console.log(`FAILED  ${name} (${seconds} s)\n${output.trimEnd()}\n`)
    }
  }),
)
process.exit(failed === 0 ? 0 : 1)

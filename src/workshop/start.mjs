// npm start: installs what is needed, builds the page, serves it and says where.
import { installDependencies } from './install.mjs'
import { servingPort } from './port.mjs'
import { installedProgram, run, runQuietly } from './run.mjs'

const port = await servingPort()
await installDependencies()

console.log('Building the page …')
const build = await runQuietly(installedProgram('vite'), ['build'])
if (build.code !== 0) {
  console.error(build.output)
  process.exit(build.code)
}

console.log(`\nAeroDB Explorer is at http://localhost:${port}/  (Ctrl+C ends it)\n`)
process.exit(await run(installedProgram('vite'), ['preview', '--port', String(port), '--strictPort', '--logLevel', 'warn']))

// npm start: installs what is needed, builds the page, serves it and says where.
import { installDependencies } from './install.mjs'
import { HOST, servingPort } from './port.mjs'
import { installedProgram, ROOT, runQuietly } from './run.mjs'

const port = await servingPort()
await installDependencies()

console.log('Building the page …')
const build = await runQuietly(installedProgram('vite'), ['build'])
if (build.code !== 0) {
  console.error(build.output)
  process.exit(build.code)
}

const { preview } = await import('vite')
await preview({ root: ROOT, logLevel: 'warn', preview: { host: HOST, port, strictPort: true } })
console.log(`\nAeroDB Explorer is at http://localhost:${port}/  (Ctrl+C ends it)\n`)

// npm run dev: serves the page from its sources, and updates it as they change.
import { installDependencies } from './install.mjs'
import { HOST, servingPort } from './port.mjs'
import { installedProgram, run } from './run.mjs'

const port = await servingPort()
await installDependencies()
process.exit(await run(installedProgram('vite'), ['--host', HOST, '--port', String(port), '--strictPort']))

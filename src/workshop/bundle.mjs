// Builds a TypeScript module into one that Node runs, for scripts and their threads.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './run.mjs'

const BUNDLES = join(ROOT, 'node_modules', '.cache', 'aerodb', 'bundles')

/**
 * In a folder of this process, which goes with it: shards of a swarm may run beside each other on one checkout.
 * @param {string} entry from the project's folder, such as `src/simulation/swarm/swarm.ts`
 * @returns {Promise<URL>} of the module, with the names that the entry exports
 */
export async function bundled(entry) {
  const { build } = await import('vite')
  const name = basename(entry, '.ts')
  mkdirSync(BUNDLES, { recursive: true })
  const outDir = mkdtempSync(join(BUNDLES, `${name}-`))
  process.once('exit', () => rmSync(outDir, { recursive: true, force: true }))
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    // All in one file: Node would load some dependencies otherwise than a browser does.
    ssr: { noExternal: true },
    build: {
      ssr: join(ROOT, entry),
      outDir,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rollupOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
  })
  return pathToFileURL(join(outDir, `${name}.mjs`))
}

/**
 * A module that was bundled. The type is the caller's word for what its entry exports.
 * @template Module
 * @param {string} url
 * @returns {Promise<Module>}
 */
export const importBundled = (url) => import(url)

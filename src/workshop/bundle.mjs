// Builds a TypeScript module into one that Node runs, for scripts and their threads.
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './run.mjs'

/**
 * @param {string} entry from the project's folder, such as `src/simulation/swarm/swarm.ts`
 * @returns {Promise<URL>} of the module, with the names that the entry exports
 */
export async function bundled(entry) {
  const { build } = await import('vite')
  const name = basename(entry, '.ts')
  const outDir = join(ROOT, 'node_modules', '.cache', 'aerodb', 'bundles', name)
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

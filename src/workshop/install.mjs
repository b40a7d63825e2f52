// Installs the dependencies exactly as locked, when they are missing or differ from the lock.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, run } from './run.mjs'

/**
 * What the installed dependencies depend on: the lock, and the Node and system that native packages were chosen for.
 * @param {string} folder
 */
function wantedStamp(folder) {
  const lock = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex')
  return `${lock} ${process.platform} ${process.arch} ${process.versions.modules}\n`
}

/** The oldest Node that the build tool runs on; package.json's `engines` says the same. */
const OLDEST_NODE = [20, 19]

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return
  console.error(`This is Node ${process.versions.node}. AeroDB Explorer needs Node ${OLDEST_NODE.join('.')} or newer.`)
  process.exit(1)
}

/**
 * Whether npm itself noted in `node_modules` that it holds what the lock names: so a person's own `npm ci` counts. Optional packages are those of
 * other systems.
 * @param {string} folder
 */
function npmHasInstalled(folder) {
  const noted = join(folder, 'node_modules', '.package-lock.json')
  if (!existsSync(noted)) return false
  const installed = packagesIn(noted)
  const { '': _root, ...locked } = packagesIn(join(folder, 'package-lock.json'))
  return Object.entries(locked).every(([path, { integrity, optional = false }]) =>
    path in installed ? installed[path]?.integrity === integrity : optional,
  )
}

/**
 * @param {string} lock
 * @returns {Record<string, { integrity?: string, optional?: boolean }>}
 */
function packagesIn(lock) {
  /** @type {unknown} */
  const parsed = JSON.parse(readFileSync(lock, 'utf8'))
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- npm's own file, in npm's own format
  const { packages } = /** @type {{ packages: Record<string, { integrity?: string, optional?: boolean }> }} */ (parsed)
  return packages
}

/**
 * Installs what the lock in `folder` names. Ends the process with npm's exit code if that fails.
 * @param {string} folder
 */
export async function installLocked(folder) {
  // Lies within node_modules, so it goes when they go.
  const stamp = join(folder, 'node_modules', '.aerodb-lock-sha256')
  const wanted = wantedStamp(folder)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  if (!existsSync(stamp) && npmHasInstalled(folder)) {
    writeFileSync(stamp, wanted)
    return
  }
  console.log('Installing the dependencies (npm ci) …')
  const code = await run('npm', ['ci', '--no-fund', '--no-audit', '--prefix', folder])
  if (code !== 0) {
    console.error('\nnpm ci failed. It needs the network of a package registry; its own message stands above.')
    process.exit(code)
  }
  writeFileSync(stamp, wanted)
}

/** Installs what the product and its tests need. Ends the process with a message if this Node is too old, or as `installLocked` does. */
export async function installDependencies() {
  requireNode()
  await installLocked(ROOT)
}

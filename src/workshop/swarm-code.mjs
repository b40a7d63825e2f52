// Which code a swarm runs, so that what it says can be found again, and what ran other code is not added to it.
import { createHash } from 'node:crypto'
import manifest from '../../package.json' with { type: 'json' }
import { engineBuild } from './engine-build.mjs'
import { runQuietly } from './run.mjs'
import { readSources } from './sources.mjs'

/** What decides what a run comes to. */
const DECIDES = /^src\/(aerodb|platform|invariants|simulation)\//
const IS_TEST = /\.(test|suite)\.tsx?$/
const DIGITS = 12

/**
 * @typedef {object} Code
 * @property {string} commit that is checked out, and whether anything differs from it
 * @property {string} sources a digest of what runs: another one for any change of it
 * @property {string} engine as traces name it
 */

/** @returns {Promise<Code>} */
export async function codeAtHand() {
  const hash = createHash('sha256')
  for (const { path, text } of readSources()) if (DECIDES.test(path) && !IS_TEST.test(path)) hash.update(`${path}\n${text}\n`)
  return {
    commit: await commitAtHand(),
    sources: hash.digest('hex').slice(0, DIGITS),
    engine: engineBuild(manifest.version),
  }
}

async function commitAtHand() {
  const head = await runQuietly('git', ['rev-parse', `--short=${DIGITS}`, 'HEAD'])
  if (head.code !== 0) return 'unknown'
  const { output } = await runQuietly('git', ['status', '--porcelain', '--untracked-files=no'])
  return `${head.output.trim()}${output.trim() === '' ? '' : ' with changes'}`
}

// Names the engine of a build by its sources, so that a trace can say which one recorded it.
import { createHash } from 'node:crypto'
import { readSources } from './sources.mjs'

/** What decides how a run goes on from the same inputs. */
const DECIDES = /^src\/(aerodb|platform)\//
const IS_TEST = /\.test\.tsx?$/

/**
 * @param {string} version the project's
 * @returns {string} another one whenever the engine's sources are others
 */
export function engineBuild(version) {
  const hash = createHash('sha256')
  for (const { path, text } of readSources()) if (DECIDES.test(path) && !IS_TEST.test(path)) hash.update(`${path}\n${text}\n`)
  return `${version}+${hash.digest('hex').slice(0, 12)}`
}

// The project's own source files, as the floors and tidiness checks read them.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { ROOT } from './run.mjs'

/**
 * @typedef {object} Source
 * @property {string} path from the project's folder, with forward slashes
 * @property {string} text
 *
 * @typedef {object} Violation
 * @property {string} path
 * @property {number} line from 1
 * @property {string} message
 */

const SOURCE_FOLDERS = ['src', 'e2e']
const SOURCE_NAME = /\.(ts|tsx|mjs|css)$/
/** What the benchmark installs and builds lies within its own folder. */
const NOT_OURS = /[\\/](node_modules|dist)[\\/]/

/** @returns {readonly Source[]} every source file, in order of its path */
export function readSources() {
  return SOURCE_FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && SOURCE_NAME.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !NOT_OURS.test(relative(ROOT, file))),
  )
    .map((file) => ({ path: relative(ROOT, file).split(sep).join('/'), text: readFileSync(file, 'utf8') }))

    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/**
 * @param {string} text
 * @param {number} offset
 * @returns {number} from 1
 */
export const lineAt = (text, offset) => text.slice(0, offset).split('\n').length

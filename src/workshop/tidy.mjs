// Judges what no linter here does: the size of files, leftovers, silenced checks, and tests that wait on time.
import { lineAt } from './sources.mjs'

/**
 * @typedef {import('./sources.mjs').Source} Source
 * @typedef {import('./sources.mjs').Violation} Violation
 */

const MAX_LINES = 400

const IS_TEST = /\.(test|spec|suite)\.tsx?$/

/** Each with the files that it is for. */
const FORBIDDEN = [
  { pattern: /\b(TODO|FIXME|XXX|HACK)\b/g, within: /./, message: 'a leftover marker: do it, or say it in an issue' },
  {
    pattern: /@ts-(ignore|nocheck|expect-error)/g,
    within: /\.(ts|tsx|mjs)$/,
    message: 'a silenced type check: let the types say what is true',
  },
  {
    pattern: /(eslint|oxlint)-disable(?!-next-line \S+ -- \S)[^\n]*/g,
    within: /\.(ts|tsx|mjs)$/,
    message: 'a silenced linter: for one line, one rule and with the reason (oxlint-disable-next-line RULE -- reason)',
  },
  { pattern: /\bas unknown as\b/g, within: /\.(ts|tsx)$/, message: 'an unchecked cast' },
  {
    pattern: /(?<!\btest\.)\b(setTimeout|setInterval|waitForTimeout)\b/g,
    within: IS_TEST,
    message: 'a test that waits on time: wait on an event',
  },
]

const VAGUE_NAME = /(^|[/.-])(utils?|helpers?|managers?|misc|common)([/.-]|$)/i

/**
 * @param {Source} source
 * @returns {readonly Violation[]}
 */
export function judgeTidiness({ path, text }) {
  /** @type {Violation[]} */
  const violations = []
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
  if (lines > MAX_LINES)
    violations.push({ path, line: MAX_LINES + 1, message: `${lines} lines: past ${MAX_LINES} a file is two` })
  if (VAGUE_NAME.test(path))
    violations.push({ path, line: 1, message: 'a name that says nothing: name the file after its concept' })
  for (const { pattern, within, message } of FORBIDDEN) {
    if (!within.test(path) || path.startsWith('src/workshop/tidy.')) continue
    for (const found of text.matchAll(pattern))
      violations.push({ path, line: lineAt(text, found.index), message: `${found[0]}: ${message}` })
  }
  return violations
}

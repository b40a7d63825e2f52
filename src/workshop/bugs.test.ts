// BUGS.md: each row has a command that still selects a test, and a commit.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const ROOT = new URL('../../', import.meta.url)
const COMMAND = /^`npm run unit -- (?<file>src\/\S+\.test\.ts) -t "(?<name>[^"]+)"`$/
const COMMITS = /^`[0-9a-f]{7,40}`(, `[0-9a-f]{7,40}`)*$/
/** In what `-t` takes, these would be more than letters. */
const OF_PATTERNS = /[\\^$.*+?()[\]{}|]/

const rows = readFileSync(new URL('BUGS.md', ROOT), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| What |'))
  .map((line) => line.slice(2, -2).split(' | '))
  .map(([what = '', foundBy = '', command = '', fixedIn = '', ...more]) => ({ what, foundBy, command, fixedIn, more }))

function git(...args: readonly string[]): string | null {
  const { status, stdout } = spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' })
  return status === 0 ? stdout.trim() : null
}

const isThere = (commit: string): boolean => git('cat-file', '-t', commit) === 'commit'
const commits = [...new Set(rows.flatMap(({ fixedIn }) => fixedIn.match(/[0-9a-f]{7,40}/g) ?? []))]
/** A copy without its history, with a part of it, or with another, knows none of these commits. */
const hasHistory = git('rev-parse', '--is-shallow-repository') === 'false' && commits.some(isThere)

describe('BUGS.md', () => {
  test('has rows, each with every column', () => {
    expect(rows.length).toBeGreaterThan(20)
    for (const { what, foundBy, more } of rows) expect([what === '', foundBy === '', more], what).toEqual([false, false, []])
  })

  test.each(rows)('names a test that is there: $command', ({ command }) => {
    const { file = '', name = '' } = COMMAND.exec(command)?.groups ?? {}
    expect({ command, file: existsSync(new URL(file, ROOT)) && file !== '' }).toEqual({ command, file: true })
    expect(name).not.toMatch(OF_PATTERNS)
    expect(readFileSync(new URL(file, ROOT), 'utf8')).toContain(name)
  })

  test.each(rows)('names the commit that mended it: $fixedIn', ({ fixedIn }) => {
    expect(fixedIn).toMatch(COMMITS)
  })

  test.runIf(hasHistory)('names commits that are there', () => {
    expect(commits.filter((commit) => !isThere(commit))).toEqual([])
  })
})

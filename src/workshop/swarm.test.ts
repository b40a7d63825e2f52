// The swarm as a person or a batch system runs it: its output, its files and its exit codes.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readTrace } from '../platform/trace/read-trace.ts'
import { ROOT, runQuietly } from './run.mjs'

const PATIENCE_MILLIS = 240_000
const folder = mkdtempSync(join(tmpdir(), 'aerodb-swarm-'))

afterAll(() => rmSync(folder, { recursive: true }))

const swarm = (...args: readonly string[]) => runQuietly(process.execPath, ['src/workshop/swarm.mjs', '--threads', '1', ...args])
/** For what takes no threads. */
const swarmAlone = (...args: readonly string[]) => runQuietly(process.execPath, ['src/workshop/swarm.mjs', ...args])

/** From the line of a seed's failure on, as long as lines are indented. */
function failureIn(output: string): string {
  const lines = output.split('\n')
  const first = lines.findIndex((line) => line.startsWith('FAILED  seed'))
  const end = lines.findIndex((line, index) => index > first && !line.startsWith(' '))
  return first < 0 ? '' : lines.slice(first, end < 0 ? lines.length : end).join('\n')
}

describe('a seed that fails', () => {
  test(
    'prints its number, the commit, the one command and a short trace; and that command reproduces it',
    async () => {
      const first = await swarm('--from', '1', '--seeds', '1', '--broken', 'WAL-8')
      expect(first.code).toBe(1)
      const failure = failureIn(first.output)
      expect(failure).toMatch(/^FAILED {2}seed 1: breach, [a-z-]+$/m)
      expect(failure).toMatch(/^ {2}commit ([0-9a-f]{12}( with changes)?|unknown)$/m)
      const command = /^ {2}npm run swarm -- (.*)$/m.exec(failure)?.[1] ?? ''
      const [, choices, steps, file = ''] =
        /shrunk to (\d+) choices in \d+ runs, and (\d+) steps of a trace: (\S+)$/m.exec(failure) ?? []
      expect(Number(choices)).toBeLessThan(12)
      expect(failure.match(/^ {4}\{"kind":/gm)).toHaveLength(Number(choices))
      const trace = readTrace(JSON.parse(readFileSync(join(ROOT, file), 'utf8')))
      expect([trace.steps.length, trace.engine]).toEqual([Number(steps), expect.stringMatching(/ without WAL-8$/)])
      expect(trace.steps.length).toBeLessThan(40)

      const again = await swarm(...command.split(' '))
      expect([again.code, failureIn(again.output)]).toEqual([1, failure])
    },
    PATIENCE_MILLIS,
  )
})

describe('of seeds that fail', () => {
  test(
    'the first three are shrunk, and each further one says that it is not, and how to',
    async () => {
      const { output } = await swarm('--from', '1', '--seeds', '4', '--broken', 'WAL-8')
      // The one that is told sooner is the one that is not shrunk: shrinking takes its time.
      const linesOf = (start: string) => output.split('\n').filter((line) => line.startsWith(start)).length
      expect([linesOf('FAILED  seed'), linesOf('  shrunk to '), linesOf('  not shrunk: ')]).toEqual([4, 3, 1])
      expect(output).toContain('  not shrunk: only the first 3 failures are; the command above does it for this one')
    },
    PATIENCE_MILLIS,
  )
})

describe('an engine that is not deterministic', () => {
  test(
    'fails each seed that is run twice, and no seed that is run once',
    async () => {
      const seeds = ['--from', '-5', '--seeds', '1', '--broken', 'DETERMINISM']
      const twice = await swarm(...seeds, '--twice')
      expect([twice.code, failureIn(twice.output)]).toEqual([
        1,
        expect.stringMatching(
          /^FAILED {2}seed -5: differs, the second run is not the first\n {2}{"first":"[0-9a-f]{32}","second":"[0-9a-f]{32}"}\n.*\n {2}npm run swarm -- --from -5 --seeds 1 --twice --broken DETERMINISM\n {2}not shrunk: what differs between two runs of a seed is in no one list of choices$/,
        ),
      ])
      const once = await swarm(...seeds)
      expect(failureIn(once.output)).toBe('')
    },
    PATIENCE_MILLIS,
  )
})

describe('shards', () => {
  test(
    'write their totals, and a merge judges the sum; a shard that is missing is said',
    async () => {
      const files = ['1', '2'].map((part) => join(folder, `shard-${part}.json`))
      for (const [index, file] of files.entries()) {
        // A canary takes more seeds than there are here; only what the shards came to matters.
        await swarm('--from', '-1', '--seeds', '4', '--shard', `${index + 1}/2`, '--totals', file)
      }
      const merged = await swarmAlone('--merge', ...files)
      expect([merged.code, merged.output]).toEqual([
        0,
        expect.stringMatching(/^passed: 4 seeds, \d+ steps, 0 failures, .*4 of 4 canaries caught/m),
      ])
      const missing = await swarmAlone('--merge', files[0] ?? '')
      expect([missing.code, missing.output.trim()]).toEqual([2, 'AERO_SWARM_TOTALS_MISSING: no file holds shard 2/2'])
    },
    PATIENCE_MILLIS,
  )

  test(
    'that can not be read, or not be written, are refused',
    async () => {
      const [empty, none] = [join(folder, 'empty.json'), join(folder, 'none.json')]
      writeFileSync(empty, '')
      const outcomes = [
        await swarmAlone('--merge', empty),
        await swarmAlone('--merge', none),
        await swarm('--from', '1', '--seeds', '1', '--totals', folder),
        await swarm('--from', '1', '--seeds', '0'),
        await swarm('--from', '1', '--seeds', '1', '--broken', 'LOG-12'),
        await swarmAlone('--struck', 'lives-each:crash@1'),
      ]
      expect(outcomes.map(({ code, output }) => `${code} ${/AERO_\w+/.exec(output)?.[0]}`)).toEqual([
        '2 AERO_SWARM_TOTALS_DAMAGED',
        '2 AERO_SWARM_TOTALS_UNREADABLE',
        '2 AERO_SWARM_TOTALS_UNWRITABLE',
        '2 AERO_SWARM_OPTION',
        '2 AERO_SWARM_OPTION',
        '2 AERO_SWARM_OPTION',
      ])
    },
    PATIENCE_MILLIS,
  )
})

// The search as a person runs it: its output, its file and its exit codes.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { RECORDED } from '../cluster/replay/worker/replay-messages.ts'
import { RunSession } from '../cluster/replay/worker/run-session.ts'
import { ListedSteps } from '../cluster/replay/worker/run-steps.ts'
import { loadHash128 } from '../platform/hashing.ts'
import { parseTrace } from '../platform/trace/read-trace.ts'
import { runQuietly } from './run.mjs'

const PATIENCE_MILLIS = 120_000
const folder = mkdtempSync(join(tmpdir(), 'aerodb-search-'))
const hash = await loadHash128()

afterAll(() => rmSync(folder, { recursive: true }))

const search = (...args: readonly string[]) => runQuietly(process.execPath, ['src/workshop/search.mjs', ...args])

test(
  'everything was searched and nothing is wrong: 0; a bound came first: 3',
  async () => {
    const small = ['--nodes', '2', '--writes', '1', '--crashes', '1', '--threads', '2']
    const whole = await search(...small)
    expect([whole.code, whole.output]).toEqual([0, expect.stringMatching(/^exhausted\. depth \d+: 159 states, /m)])
    const shallow = await search(...small, '--depth', '4')
    expect([shallow.code, shallow.output]).toEqual([3, expect.stringMatching(/^bounded\. depth 3: /m)])
    const few = await search(...small, '--states', '20')
    expect([few.code, few.output]).toEqual([3, expect.stringMatching(/^bounded\. /m)])
  },
  PATIENCE_MILLIS,
)

test.each([
  ['a guard', 'MODEL-4', ['--nodes', '2', '--writes', '1', '--any-node'], 'single-writer, in 2 steps:'],
  ['a structural rule', 'WAL-9', ['--nodes', '1', '--writes', '1', '--crashes', '1'], 'recovery-deterministic, in 3 steps:'],
])(
  'without %s, %s, something is wrong: 1, with the shortest history and a trace that replays',
  async (_what, rule, scope, told) => {
    const file = join(folder, `${rule}.json`)
    const { code, output } = await search(...scope, '--threads', '2', '--without', rule, '--trace', file)
    expect([code, output]).toEqual([1, expect.stringContaining(`; without ${rule}; 2 threads\n`)])
    expect(output).toContain(told)
    expect(output).toMatch(/^ {2}1\. a client asks n/m)
    expect(output).toContain(`The trace is in ${file}.`)
    const trace = parseTrace(readFileSync(file, 'utf8'))
    expect(trace.without).toMatchObject({ rule })
    const replay = new RunSession({ hash, engine: trace.engine }, trace, new ListedSteps(trace.steps)).replay(
      RECORDED,
      () => undefined,
    )
    expect(replay).toMatchObject({ identical: true, breach: { invariant: told.split(',')[0] } })
  },
  PATIENCE_MILLIS,
)

test(
  'what it can not do is refused before it begins: 2',
  async () => {
    const outcomes = [
      await search('--writes', 'many'),
      await search('--without', 'MODEL-44'),
      await search('--writes', '1', '--trace', folder),
    ]
    expect(outcomes.map(({ code, output }) => `${code} ${/AERO_\w+/.exec(output)?.[0]}`)).toEqual([
      '2 AERO_SEARCH_OPTION',
      '2 AERO_SEARCH_OPTION',
      '2 AERO_SEARCH_TRACE_UNWRITABLE',
    ])
    expect(outcomes[1]?.output).toContain('MODEL-4 (writeAdmission)')
  },
  PATIENCE_MILLIS,
)

test(
  'a rule that there is not is refused where the table is searched too: 2',
  async () => {
    const { code, output } = await runQuietly(process.execPath, ['src/workshop/rules.mjs', 'LOG-55'])
    expect([code, output]).toEqual([2, expect.stringContaining('near it: LOG-5 (framePosition), ')])
  },
  PATIENCE_MILLIS,
)

test(
  'help says every option: 0',
  async () => {
    const { code, output } = await search('--help')
    expect([code, output]).toEqual([0, expect.stringContaining('--without RULE')])
  },
  PATIENCE_MILLIS,
)

// The specs and the code say the same rules: what `public/specs` defines, the guards of the engine and of the cluster ask, and the other way round.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { GUARDS } from '../aerodb/rules/guards.ts'
import { STRUCTURAL_RULES } from '../aerodb/rules/structural-rules.ts'
import { COMMAND_GUARDS } from '../cluster/rules/command-guards.ts'
import { parseSpecification, ruleReferences, ruleRow } from '../explorer/specs/parse-specification.ts'
import { INVARIANTS } from '../invariants/invariants.ts'
import { gaps, NO_TOTALS } from '../simulation/swarm/totals.ts'

const FOLDER = new URL('../../public/specs/', import.meta.url)

const DOCUMENTS = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.md'))
  .toSorted()
  .map((name) => {
    const markdown = readFileSync(new URL(name, FOLDER), 'utf8')
    return { name, markdown, specification: parseSpecification(markdown) }
  })

const RULES = DOCUMENTS.flatMap(({ name, specification }) => specification.rules.map((rule) => ({ ...rule, document: name })))
const FAILURES = DOCUMENTS.flatMap(({ specification }) => specification.failures)
const GUARDS_BY_NAME = Object.entries({ ...GUARDS, ...COMMAND_GUARDS }).map(([name, guard]) => {
  const { rule, code, severity } = guard
  return { name, rule, code, severity, halt: 'halt' in guard ? guard.halt : null }
})

const ROWS = ['Kind', 'Function', 'State', 'Statement', 'Why', 'When it fails']
const STRUCTURAL_ROWS = [...ROWS, 'Invariant', 'Mutation']

const OUTCOMES = [
  'the operation never happened',
  'the operation is durable',
  'retransmission from the durable prefix',
  'deterministic recovery',
  'the snapshot is discarded',
  'fatal',
  ...[
    'WalGapDetected',
    'HistoryDivergence',
    'AuthorityAmbiguity',
    'WalCorruption',
    'SnapshotIntegrityFailure',
    'SnapshotBoundaryMismatch',
    'ConfigurationError',
  ].map((reason) => `replication halts (${reason})`),
]

/** The rows of every rule, by name; a missing row is its own failure below. */
const rowOf = (rule: (typeof RULES)[number], name: string): string => ruleRow(rule, name) ?? ''

describe('the documents', () => {
  test('every document of the design stages is there', () => {
    expect(DOCUMENTS.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'FOUNDATIONS.md',
        'OPERATION.md',
        'REPLICATION_COMPATIBILITY.md',
        'REPLICATION_FAILURE_MATRIX.md',
        'REPLICATION_LOG_FLOW.md',
        'REPLICATION_MODEL.md',
        'REPLICATION_PROOFS.md',
        'REPLICATION_READ_SEMANTICS.md',
        'REPLICATION_RECOVERY.md',
        'REPLICATION_SNAPSHOT_TRANSFER.md',
        'TRACES.md',
      ]),
    )
  })

  test.each(DOCUMENTS)('$name says its status, and has met its criteria', ({ specification }) => {
    expect(specification.title).not.toBeNull()
    expect(specification.status).toBe('approved for implementation')
    expect(specification.criteria).not.toEqual([])
    expect(specification.criteria.filter(({ met }) => !met)).toEqual([])
  })

  test.each(DOCUMENTS)('$name answers its questions, and keeps account of its changes', ({ specification }) => {
    const headings = specification.sections.map(({ heading }) => heading)
    expect(headings).toContain('Must answer')
    expect(headings.at(-1)).toBe('Changes')
  })

  test.each(DOCUMENTS)('$name names no rule that is not defined', ({ markdown }) => {
    const defined = new Set([...RULES, ...FAILURES].map(({ id }) => id))
    const dead = ruleReferences(markdown).filter(({ id }) => !defined.has(id))
    expect(dead.map(({ id, offset }) => `${id} in line ${markdown.slice(0, offset).split('\n').length}`)).toEqual([])
  })

  test('COMPATIBILITY speaks of every rule of FOUNDATIONS', () => {
    const compatibility = DOCUMENTS.find(({ name }) => name === 'REPLICATION_COMPATIBILITY.md')?.markdown ?? ''
    const spokenOf = new Set([...compatibility.matchAll(/^\| ([A-Z]+-\d+) \|/gm)].map(([, id]) => id))
    const consumed = RULES.filter(({ document }) => document === 'FOUNDATIONS.md').map(({ id }) => id)
    expect(consumed.filter((id) => !spokenOf.has(id))).toEqual([])
  })
})

describe('the rules', () => {
  test('no id is defined twice', () => {
    const ids = [...RULES, ...FAILURES].map(({ id }) => id)
    expect(ids.filter((id, position) => ids.indexOf(id) !== position)).toEqual([])
  })

  test.each(RULES)('$id has every row, in order, and none is empty', (rule) => {
    expect(rule.rows.map(({ name }) => name)).toEqual(rowOf(rule, 'Kind') === 'structural' ? STRUCTURAL_ROWS : ROWS)
    expect(rule.rows.filter(({ value }) => value === '')).toEqual([])
    expect(['guard', 'structural']).toContain(rowOf(rule, 'Kind'))
    expect(['built', 'specified']).toContain(rowOf(rule, 'State'))
  })

  test('a structural rule has no function, and names its invariants', () => {
    const structural = RULES.filter((rule) => rowOf(rule, 'Kind') === 'structural')
    expect(structural).not.toEqual([])
    expect(structural.filter((rule) => rowOf(rule, 'Function') !== '—')).toEqual([])
    const named = /^`[a-z]+(-[a-z]+)*`(, `[a-z]+(-[a-z]+)*`)*$/
    expect(structural.filter((rule) => !named.test(rowOf(rule, 'Invariant')))).toEqual([])
  })
})

describe('rules and invariants', () => {
  const ids = INVARIANTS.map(({ id }) => id)
  const structural = RULES.filter((rule) => rowOf(rule, 'Kind') === 'structural' && rowOf(rule, 'State') === 'built')

  test('the structural rules that are built are those that the engine lists', () => {
    expect(structural.map(({ id }) => id).toSorted()).toEqual([...STRUCTURAL_RULES].toSorted())
  })

  test.each(structural)('the invariants that $id names are judged, and say that they follow from it', (rule) => {
    const named = [...rowOf(rule, 'Invariant').matchAll(/`([^`]+)`/g)].map(([, id]) => id)
    expect(named.filter((id) => !ids.includes(id ?? ''))).toEqual([])
    const following = INVARIANTS.filter(({ id }) => named.includes(id))
    expect(following.filter(({ rules }) => !rules.includes(rule.id)).map(({ id }) => id)).toEqual([])
  })

  test.each(INVARIANTS)('$id follows from rules that are defined', ({ rules }) => {
    const defined = RULES.map(({ id }) => id)
    expect(rules.filter((id) => !defined.includes(id))).toEqual([])
  })

  test('no id names two invariants', () => {
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('rules and guards', () => {
  const builtGuards = RULES.filter((rule) => rowOf(rule, 'Kind') === 'guard' && rowOf(rule, 'State') === 'built')

  test('every guard that is built has its function, and every function its rule', () => {
    const specified = builtGuards.map((rule) => `${rule.id} ${rowOf(rule, 'Function')}`)
    const built = GUARDS_BY_NAME.map(({ rule, name }) => `${rule} \`${name}\``)
    expect(built.toSorted()).toEqual(specified.toSorted())
  })

  const consequenceOf = (id: string): string => {
    const rule = builtGuards.find((candidate) => candidate.id === id)
    return rule === undefined ? '' : rowOf(rule, 'When it fails')
  }

  test.each(GUARDS_BY_NAME)('$name refuses with the code and the severity of $rule', ({ rule, code, severity }) => {
    expect(consequenceOf(rule)).toMatch(new RegExp(`^\`${code}\` · ${severity} · `))
  })

  test.each(GUARDS_BY_NAME.filter(({ halt }) => halt !== null))('$name halts for the reason of $rule', ({ rule, halt }) => {
    expect(consequenceOf(rule)).toContain(`halt ${halt}`)
  })
})

describe('rules and the swarm', () => {
  const toReach = new Map(gaps(NO_TOTALS).map(({ name, reason }) => [name, reason]))

  test.each(RULES.filter((rule) => rowOf(rule, 'State') === 'built'))('$id has to be reached, or it is said why it can not be', ({
    id,
  }) => {
    expect(toReach.has(`rule ${id}`)).toBe(true)
  })

  test.each(GUARDS_BY_NAME)('so has the refusal of $name', ({ code }) => {
    expect(toReach.has(`code ${code}`)).toBe(true)
  })

  test('what is asked of commands before any node is has that for its reason, and nothing else has', () => {
    const beyond = [...toReach].filter(([, reason]) => reason?.startsWith('asked of a command before any node is') === true)
    const asked = Object.values(COMMAND_GUARDS).flatMap(({ rule, code }) => [`rule ${rule}`, `code ${code}`])
    expect(beyond.map(([name]) => name).toSorted()).toEqual(asked.toSorted())
  })
})

describe('rules and tests', () => {
  const TESTED_FLOORS = ['src/aerodb', 'src/host', 'src/platform', 'src/simulation', 'src/cluster', 'e2e']
  /** What tests are called: the first string of a `test`, an `it` or a `describe`. */
  const TITLE = /\b(?:test|it|describe)(?:\.\w+)?(?:\([^'"`]*?\))?\(\s*(['"`])(.*?)\1/gs
  const ROOT = new URL('../../', import.meta.url)

  const titles = TESTED_FLOORS.flatMap((floor) =>
    readdirSync(new URL(floor, ROOT), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(test|spec|suite)\.tsx?$/.test(path))
      .flatMap((path) =>
        [...readFileSync(new URL(`${floor}/${path}`, ROOT), 'utf8').matchAll(TITLE)].map(([, , title = '']) => title),
      ),
  )
  /** "LOG-5 to LOG-10" names all between. */
  const named = new Set(
    titles.flatMap((title) => [
      ...ruleReferences(title).map(({ id }) => id),
      ...[...title.matchAll(/\b([A-Z]+)-(\d+) to \1-(\d+)\b/g)].flatMap(([, prefix, from, to]) =>
        Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => `${prefix}-${Number(from) + index}`),
      ),
    ]),
  )
  /** Guards whose tests are drawn from a table: a transcript each, or a case each (cluster/rules/command-guards.test.ts). */
  const refused = new Set<string>([
    ...readdirSync(new URL('src/simulation/transcripts/refusals/', ROOT)).map((name) => name.replace(/\.txt$/, '')),
    ...Object.values(COMMAND_GUARDS).map(({ rule }) => rule),
  ])

  test.each(RULES.filter((rule) => rowOf(rule, 'State') === 'built'))('$id is what a test is called by', ({ id }) => {
    expect([named.has(id), refused.has(id)]).toContain(true)
  })

  test('a structural rule has no refusal to stand for a test', () => {
    const structural = RULES.filter((rule) => rowOf(rule, 'Kind') === 'structural').map(({ id }) => id)
    expect(structural.filter((id) => refused.has(id))).toEqual([])
  })
})

describe('the failure matrix', () => {
  test('it has rows', () => {
    expect(FAILURES.length).toBeGreaterThan(50)
  })

  test.each(FAILURES)('$id has a cause, a detector, a rule, exactly one outcome and a next step', ({ cells }) => {
    expect(cells).toHaveLength(6)
    expect(cells).not.toContain('')
    expect(OUTCOMES).toContain(cells[4])
  })

  test('every failure names the rule that finds it, but for the one that none can', () => {
    const unfound = FAILURES.filter(({ cells }) => ruleReferences(cells[3] ?? '').length === 0)
    expect(unfound.map(({ id }) => id)).toEqual(['FAIL-67'])
  })
})

/** One rule, as its document states it. */
export interface SpecifiedRule {
  readonly id: string
  readonly title: string
  /** The rule's table, in the document's order. */
  readonly rows: readonly RuleRow[]
  /** From the rule's heading to the next heading: what a page shows. */
  readonly markdown: string
  /** Of its heading, from 1. */
  readonly line: number
}

export interface RuleRow {
  readonly name: string
  readonly value: string
}

/** One row of the failure matrix. */
export interface SpecifiedFailure {
  readonly id: string
  readonly cells: readonly string[]
  readonly line: number
}

export interface Criterion {
  readonly met: boolean
  readonly text: string
}

/** A heading and what stands beneath it, up to the next heading of any level. */
export interface Section {
  /** 1 to 6. */
  readonly level: number
  readonly heading: string
  readonly markdown: string
  readonly line: number
}

/** A document of `public/specs`, taken apart. */
export interface Specification {
  readonly title: string | null
  /** What the status line says; null without one. */
  readonly status: string | null
  readonly criteria: readonly Criterion[]
  readonly sections: readonly Section[]
  readonly rules: readonly SpecifiedRule[]
  readonly failures: readonly SpecifiedFailure[]
}

const HEADING = /^(#{1,6}) (.+)$/
const FENCE = /^(```|~~~)/
const RULE_HEADING = /^([A-Z]+-\d+) · (.+)$/
const FAILURE_ID = /^FAIL-\d+$/
const STATUS = /^Status: (.+)$/m
const CRITERION = /^- \[( |x)\] (.+)$/gm

/**
 * Takes a document of `public/specs` apart. Pure, and it never refuses: what is missing comes out as null or empty, for a test to judge and
 * a page to do without.
 */
export function parseSpecification(markdown: string): Specification {
  const sections = sectionsOf(markdown)
  return {
    title: sections.find((section) => section.level === 1)?.heading ?? null,
    status: STATUS.exec(markdown)?.[1]?.trim() ?? null,
    criteria: [...markdown.matchAll(CRITERION)].map(([, mark, text = '']) => ({ met: mark === 'x', text })),
    sections,
    rules: sections.flatMap(ruleOf),
    failures: sections.flatMap(failuresOf),
  }
}

/** The value of one row of a rule's table; null where there is no such row. */
export function ruleRow(rule: SpecifiedRule, name: string): string | null {
  return rule.rows.find((row) => row.name === name)?.value ?? null
}

/** A rule id or failure id as it stands in a text. */
export interface RuleReference {
  readonly id: string
  /** Where it begins, from 0. */
  readonly offset: number
}

const REFERENCE = /\b[A-Z]+-\d+\b/g
/** Names that look like a rule's id and are none. */
const NOT_RULES: ReadonlySet<string> = new Set(['CRC-32', 'UTF-8'])

/** Every rule and failure id that a text names, in order: to be checked, or made into links. */
export function ruleReferences(text: string): readonly RuleReference[] {
  return [...text.matchAll(REFERENCE)].map(({ 0: id, index }) => ({ id, offset: index })).filter(({ id }) => !NOT_RULES.has(id))
}

function sectionsOf(markdown: string): readonly Section[] {
  const lines = markdown.split('\n')
  const starts: { readonly level: number; readonly heading: string; readonly index: number }[] = []
  let fenced = false
  lines.forEach((line, index) => {
    if (FENCE.test(line)) fenced = !fenced
    const [, marks, heading] = (fenced ? null : HEADING.exec(line)) ?? []
    if (marks !== undefined && heading !== undefined) starts.push({ level: marks.length, heading: heading.trim(), index })
  })
  return starts.map(({ level, heading, index }, position) => ({
    level,
    heading,
    markdown: lines
      .slice(index, starts[position + 1]?.index)
      .join('\n')
      .trimEnd(),
    line: index + 1,
  }))
}

function ruleOf({ level, heading, markdown, line }: Section): readonly SpecifiedRule[] {
  const [, id, title] = (level === 3 ? RULE_HEADING.exec(heading) : null) ?? []
  if (id === undefined || title === undefined) return []
  return [{ id, title, rows: ruleRows(markdown), markdown, line }]
}

/** The first table beneath the heading: two columns, without a header of its own. */
function ruleRows(markdown: string): readonly RuleRow[] {
  const rows: RuleRow[] = []
  for (const line of markdown.split('\n')) {
    const cells = tableCells(line)
    if (cells === null && rows.length > 0) break
    const [name, value] = cells ?? []
    if (name !== undefined && value !== undefined && name !== '' && !isRuler(name)) rows.push({ name, value })
  }
  return rows
}

function failuresOf(section: Section): readonly SpecifiedFailure[] {
  return section.markdown.split('\n').flatMap((text, index) => {
    const cells = tableCells(text)
    const id = cells?.[0]
    return cells !== null && id !== undefined && FAILURE_ID.test(id) ? [{ id, cells, line: section.line + index }] : []
  })
}

/** The cells of a line of a table, trimmed; null for any other line. */
function tableCells(line: string): readonly string[] | null {
  const text = line.trim()
  if (text.length < 2 || !text.startsWith('|') || !text.endsWith('|')) return null
  return text
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim())
}

const isRuler = (cell: string): boolean => /^:?-+:?$/.test(cell)

import { scopeText } from '../scope.ts'
import { REASONS } from './reasons.ts'
import { RULE_SCOPES } from './rule-scopes.ts'
import type { Finding } from './search-rule.ts'

/** One rule in the table: what breaks without it, or why nothing does. */
export interface RuleRow extends Finding {
  /** Why nothing breaks; null where something does. */
  readonly reason: string | null
}

/** Findings with their reasons, in the order of the rules' ids. Rules that no guard and no mutation can take away yet have a reason alone. */
export function ruleTable(findings: readonly Finding[]): readonly RuleRow[] {
  const found = new Set(findings.map(({ rule }) => rule))
  const beyond = Object.keys(REASONS)
    .filter((rule) => !found.has(rule))
    .map((rule): Finding => ({ rule, guard: null, scopes: [], states: 0, broken: null }))
  return [...findings, ...beyond]
    .map((finding) => ({ ...finding, reason: finding.broken === null ? (REASONS[finding.rule] ?? null) : null }))
    .toSorted((a, b) => byId(a.rule, b.rule))
}

/** The table as a document. */
export function ruleTableText(rows: readonly RuleRow[]): string {
  const needed = rows.filter(({ broken }) => broken !== null)
  const others = rows.filter(({ broken }) => broken === null)
  return `${[
    '# What each rule is there for',
    '',
    'Written by `npm run rules`: do not edit. Each rule is taken away alone. A guard is always content; a structural rule is broken by the mutation that its',
    'document names. Then every order of every event in a few small scopes is searched, breadth first, for the shortest history that breaks an invariant.',
    'Scopes in which a guard never refuses anything are passed over: there, the engine without it is the engine.',
    '',
    '## Rules whose absence breaks an invariant',
    '',
    '| Rule | Taken away | Invariants broken | Steps | States searched | Scope |',
    '| --- | --- | --- | --- | --- | --- |',
    ...needed.map(
      ({ rule, guard, broken, states, scopes }) =>
        `| ${rule} | ${takenText(guard)} | ${broken?.invariants.map((id) => `\`${id}\``).join(', ') ?? ''} | ${broken?.history.length ?? 0} | ${states} | ${scopes.at(-1) ?? ''} |`,
    ),
    '',
    '## Rules whose absence breaks nothing in these scopes',
    '',
    '| Rule | Taken away | States searched | Scopes in which it refuses | Why nothing breaks |',
    '| --- | --- | --- | --- | --- |',
    ...others.map(
      ({ rule, guard, states, scopes, reason }) =>
        `| ${rule} | ${takenText(guard)} | ${states} | ${scopes.join(', ') || 'none'} | ${reason ?? ''} |`,
    ),
    '',
    '## The scopes',
    '',
    '| Name | What may happen |',
    '| --- | --- |',
    ...RULE_SCOPES.map(({ name, scope }) => `| ${name} | ${scopeText(scope)} |`),
    '',
    '## The shortest histories',
    ...needed.flatMap(({ rule, broken }) => [
      '',
      `### Without ${rule}`,
      '',
      ...(broken?.history ?? []).map((step, index) => `${index + 1}. ${step}`),
    ]),
  ].join('\n')}\n`
}

function takenText(guard: string | null): string {
  return guard === null ? 'its mutation' : `\`${guard}\``
}

function byId(a: string, b: string): number {
  const [family, number] = a.split('-')
  const [otherFamily, otherNumber] = b.split('-')
  if (family !== otherFamily) return (family ?? '') < (otherFamily ?? '') ? -1 : 1
  return Number(number) - Number(otherNumber)
}

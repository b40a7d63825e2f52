import { BOUND_WORDS } from '../bound-words.ts'
import { BREACH_KINDS } from '../breaches.ts'
import { BOUNDED, type Bounded, scopeText } from '../scope.ts'
import { RULE_SCOPES } from './rule-scopes.ts'
import type { RuleRow } from './rule-table.ts'
import type { Broken, Cover } from './search-rule.ts'

type Needed = RuleRow & { readonly broken: Broken }

/** The table as a document. */
export function ruleTableText(rows: readonly RuleRow[]): string {
  const needed = rows.filter((row): row is Needed => row.broken !== null)
  const redundant = rows.filter(({ reason }) => reason?.kind === 'redundant')
  const others = rows.filter(({ broken, reason }) => broken === null && reason?.kind !== 'redundant')
  const covers = redundant.flatMap(({ rule, covers: all }) => all.map((cover) => ({ rule, cover })))
  return `${[
    '# What each rule is there for',
    '',
    'Written by `npm run rules`: do not edit. Each rule is taken away alone: a guard is always content, and a structural rule is broken by the mutation that',
    'its document names. Then every order of every event in a few small scopes is searched, breadth first, for the shortest history that breaks an invariant.',
    'Scopes in which a guard never refuses anything are passed over: there, the engine without it is the engine. Once something broke, the scopes that are',
    'left are searched only for what breaks in fewer steps. `npm test` searches all of it again.',
    '',
    `${rows.length} rules: ${needed.length} are needed, ${redundant.length} are covered by others, and ${others.length} can't be judged here.`,
    '',
    '## Rules whose absence breaks an invariant',
    '',
    '| Rule | Taken away | Broken | Steps | States searched | Scope |',
    '| --- | --- | --- | --- | --- | --- |',
    ...needed.map(
      (row) =>
        `| ${row.rule} | ${takenText(row)} | ${codes(row.broken.invariants)} | ${row.broken.history.length} | ${row.states} | ${row.broken.scope} |`,
    ),
    '',
    'Of some of these, what breaks here is not all that they are there for:',
    '',
    ...needed.flatMap(({ rule, remark }) => (remark === null ? [] : [`- ${rule}. ${remark}`])),
    '',
    '## Rules that others cover',
    '',
    'Nothing breaks without the rule alone. Without those that cover it too, all of them at once, what is named here breaks in so many steps, in a history',
    'that breaks nothing of the kind where only they are gone: there the rule is what prevents it.',
    '',
    '| Rule | Taken away | States searched | Scopes in which it refuses | Covered by | Broken without all of them | Why |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...redundant.map(
      (row) =>
        `| ${row.rule} | ${takenText(row)} | ${row.states} | ${row.scopes.join(', ')} | ${row.covers.map(({ rules }) => rules.join(', ')).join('; ')} | ${row.covers.map(coverText).join('; ')} | ${row.reason?.text ?? ''} |`,
    ),
    '',
    '## Rules that no search here can judge',
    '',
    '| Rule | Taken away | States searched | Why |',
    '| --- | --- | --- | --- |',
    ...others.map((row) => `| ${row.rule} | ${takenText(row)} | ${row.states} | ${row.reason?.text ?? ''} |`),
    '',
    '## What can be broken',
    '',
    'Of these, what the tables above name. The invariants are in `src/invariants/always`, one a file.',
    '',
    '| Id | What must hold |',
    '| --- | --- |',
    ...brokenKinds(rows).map(({ id, statement }) => `| \`${id}\` | ${statement} |`),
    '',
    '## The scopes',
    '',
    'What arrives, lands, starts or links up is not bounded; all else happens at most so often over a whole history.',
    '',
    '| Name | What may happen |',
    '| --- | --- |',
    ...RULE_SCOPES.map(({ name, scope }) => `| ${name} | ${scopeText(scope)} |`),
    '',
    '| What may happen | |',
    '| --- | --- |',
    ...boundsOfScopes().map((name) => `| ${BOUND_WORDS[name].one} | ${BOUND_WORDS[name].says} |`),
    '',
    '## The shortest histories',
    '',
    'Each begins where its scope does.',
    ...needed.flatMap(({ rule, broken }) => historyText(rule, broken)),
    ...covers.flatMap(({ rule, cover }) => (cover.broken === null ? [] : historyText(allOf(rule, cover), cover.broken))),
  ].join('\n')}\n`
}

function boundsOfScopes(): readonly Bounded[] {
  return BOUNDED.filter((name) => RULE_SCOPES.some(({ scope }) => scope.bounds[name] > 0))
}

function historyText(without: string, { history }: Broken): readonly string[] {
  return ['', `### Without ${without}`, '', ...history.map((step, index) => `${index + 1}. ${step}`)]
}

function allOf(rule: string, { rules }: Cover): string {
  const all = [rule, ...rules]
  return `${all.slice(0, -1).join(', ')} and ${all.at(-1) ?? ''}`
}

function coverText(cover: Cover): string {
  const { broken, states } = cover
  if (broken === null) return `nothing, in ${states} states`
  return `${codes(broken.invariants)} in ${broken.history.length} steps, ${states} states (${broken.scope})`
}

function brokenKinds(rows: readonly RuleRow[]): typeof BREACH_KINDS {
  const broken = rows.flatMap((row) => [row.broken, ...row.covers.map((cover) => cover.broken)])
  const ids = new Set(broken.flatMap((one) => one?.invariants ?? []))
  return BREACH_KINDS.filter(({ id }) => ids.has(id))
}

function codes(ids: readonly string[]): string {
  return ids.map((id) => `\`${id}\``).join(', ')
}

function takenText({ guard }: RuleRow): string {
  return guard === null ? 'its mutation' : `\`${guard}\``
}

import { Fragment, useEffect, useState } from 'react'
import { Disclosure, DisclosurePanel, Button as Trigger } from 'react-aria-components'
import { RULE_SCOPES } from '../../simulation/search/rules/rule-scopes.ts'
import { REMOVABLE } from '../../simulation/search/rules/take-away.ts'
import { scopeText } from '../../simulation/search/scope.ts'
import { Button } from '../design/Button.tsx'
import { counted } from '../design/counted.ts'
import { EmptyState } from '../design/EmptyState.tsx'
import { SearchField } from '../design/SearchField.tsx'
import { spaced } from '../pictures/spaced-number.ts'
import { documentOfRule } from '../specs/documents.ts'
import { useExplorer } from '../store/explorer-store.ts'
import { BrokenStatements } from './BrokenStatements.tsx'
import { History } from './History.tsx'
import { readRuleTable, type ShownBreach, type ShownRule } from './rule-table.ts'
import styles from './Search.module.css'
import { useSearch } from './search-store.ts'

type Loading =
  | { readonly state: 'loading' }
  | { readonly state: 'failed' }
  | { readonly state: 'loaded'; readonly rules: readonly ShownRule[] }

/** What breaks without each rule, as the command that writes the table found it. */
export function RuleTable({ onSearch }: { readonly onSearch: () => void }) {
  const [table, setTable] = useState<Loading>({ state: 'loading' })
  useEffect(() => {
    let isShown = true
    const settle = (next: Loading): void => {
      if (isShown) setTable(next)
    }
    readRuleTable()
      .then((rules) => settle({ state: 'loaded', rules }))
      .catch(() => settle({ state: 'failed' }))
    return () => {
      isShown = false
    }
  }, [])
  if (table.state === 'loading') return null
  if (table.state === 'failed') return <EmptyState title="The table could not be loaded">It ships with the page.</EmptyState>
  return <Rules rules={table.rules} onSearch={onSearch} />
}

function Rules({ rules, onSearch }: { readonly rules: readonly ShownRule[]; readonly onSearch: () => void }) {
  const [typed, setTyped] = useState('')
  const needed = rules.filter(({ broken }) => broken !== null)
  const matching = rules.filter((rule) => matches(rule, typed))
  return (
    <section className={styles.rules} aria-label="Rules">
      <SearchField label="Find a rule, a guard or what breaks" value={typed} onChange={setTyped} />
      <p className={styles.unseen} role="status">
        {typed === '' ? '' : `${matching.length} of ${rules.length} match`}
      </p>
      <div className={styles.scroller}>
        <p className={styles.says}>
          Each rule of the engine, taken away alone: a guard that is always content, or a structural rule that is broken on
          purpose.
          {` ${needed.length} of ${rules.length} are needed in a small scope: without them, what is named breaks. Of the others it is said why not.`}
        </p>
        {matching.length === 0 ? <EmptyState title={`No rule matches “${typed.trim()}”`} /> : null}
        <ul className={styles.ruleList}>
          {matching.map((rule) => (
            <Rule key={`${rule.rule} ${rule.guard ?? ''}`} rule={rule} onSearch={onSearch} />
          ))}
        </ul>
      </div>
    </section>
  )
}

/** By every word that is typed, in any order. */
function matches(row: ShownRule, typed: string): boolean {
  const said = [row.rule, row.guard ?? MUTATION, outcomeOf(row), ...(row.broken?.invariants ?? [])].join(' ').toLowerCase()
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word))
}

const MUTATION = 'its mutation'

function Rule({ rule: row, onSearch }: { readonly rule: ShownRule; readonly onSearch: () => void }) {
  const { rule, guard, broken } = row
  return (
    <li className={styles.rule}>
      <Disclosure>
        <Trigger slot="trigger" className={styles.ruleHead ?? ''}>
          <b className={styles.ruleName}>{rule}</b> <span className={styles.guard}>{guard ?? MUTATION}</span>{' '}
          <span className={styles.breaks} data-tone={broken === null ? 'plain' : 'wrong'}>
            {outcomeOf(row)}
          </span>
          {broken === null ? null : <span className={styles.length}> {stepsText(broken)}</span>}
        </Trigger>
        <DisclosurePanel className={styles.ruleBody ?? ''}>
          {broken === null ? <Reason row={row} /> : <Breach row={row} breach={broken} />}
          <div className={styles.actions}>
            {broken === null ? null : <Again rule={rule} guard={guard} scope={broken.scope} onSearch={onSearch} />}
            <RuleLink rule={rule} />
          </div>
        </DisclosurePanel>
      </Disclosure>
    </li>
  )
}

function outcomeOf({ broken, reason }: ShownRule): string {
  if (broken !== null) return `✕ ${broken.invariants[0] ?? ''}`
  return reason?.kind === 'redundant' ? '○ others cover it' : '○ not to be judged here'
}

function stepsText({ history }: ShownBreach): string {
  return counted(history.length, 'step', 'steps')
}

function Breach({ row: { states, remark }, breach }: { readonly row: ShownRule; readonly breach: ShownBreach }) {
  const scope = RULE_SCOPES.find(({ name }) => name === breach.scope)
  return (
    <>
      <p className={styles.says}>
        {`${spaced(states)} states searched. Scope: ${breach.scope}${scope === undefined ? '' : ` (${scopeText(scope.scope)})`}. Broken: ${breach.invariants.join(', ')}.`}
      </p>
      <BrokenStatements ids={breach.invariants} />
      {remark === null ? null : <p className={styles.says}>{remark}</p>}
      <History steps={breach.history} />
    </>
  )
}

function Reason({ row: { states, reason, covers } }: { readonly row: ShownRule }) {
  return (
    <>
      <p className={styles.says}>
        {`${spaced(states)} states searched, and nothing breaks without it alone. ${reason?.text ?? ''}`}
      </p>
      {covers.map(({ rules, broken }) =>
        broken === null ? null : (
          <Fragment key={rules.join()}>
            <p className={styles.says}>
              {`Without ${rules.join(', ')} as well, ${broken.invariants.join(', ')} breaks in ${stepsText(broken)}, which it does not with this rule:`}
            </p>
            <History steps={broken.history} />
          </Fragment>
        ),
      )}
    </>
  )
}

/** The search that found it, here and now. */
function Again({
  rule,
  guard,
  scope,
  onSearch,
}: Pick<ShownRule, 'rule' | 'guard'> & { readonly scope: string; readonly onSearch: () => void }) {
  const search = useSearch((state) => state.search)
  const removable = REMOVABLE.find((other) => other.rule === rule && other.guard === guard)
  const searched = RULE_SCOPES.find(({ name }) => name === scope)
  if (removable === undefined || searched === undefined) return null
  const again = (): void => {
    search(searched.scope, removable)
    onSearch()
  }
  return (
    <Button size="small" onPress={again}>
      {`Search without ${rule}`}
    </Button>
  )
}

function RuleLink({ rule }: { readonly rule: string }) {
  const openRule = useExplorer((state) => state.openRule)
  if (documentOfRule(rule) === null) return null
  return (
    <Trigger className={styles.ruleLink ?? ''} onPress={() => openRule(rule)}>
      {`Read ${rule}`}
    </Trigger>
  )
}

import { Fragment, useEffect, useState } from 'react'
import { Disclosure, DisclosurePanel, Button as Trigger } from 'react-aria-components'
import { BREACH_KINDS } from '../../simulation/search/breaches.ts'
import { RULE_SCOPES } from '../../simulation/search/rules/rule-scopes.ts'
import { REMOVABLE } from '../../simulation/search/rules/take-away.ts'
import { scopeText } from '../../simulation/search/scope.ts'
import { Button } from '../design/Button.tsx'
import { EmptyState } from '../design/EmptyState.tsx'
import { documentOfRule } from '../specs/documents.ts'
import { useExplorer } from '../store/explorer-store.ts'
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
  const needed = table.rules.filter(({ broken }) => broken !== null)
  return (
    <section className={styles.rules} aria-label="Rules">
      <p className={styles.says}>
        Each rule of the engine, taken away alone: a guard that is always content, or a structural rule that is broken on purpose.
        {` ${needed.length} of ${table.rules.length} are needed in a small scope: without them, what is named breaks. Of the others it is said why not.`}
      </p>
      <ul className={styles.ruleList}>
        {table.rules.map((rule) => (
          <Rule key={`${rule.rule} ${rule.guard ?? ''}`} rule={rule} onSearch={onSearch} />
        ))}
      </ul>
    </section>
  )
}

function Rule({ rule: row, onSearch }: { readonly rule: ShownRule; readonly onSearch: () => void }) {
  const { rule, guard, broken } = row
  return (
    <li className={styles.rule}>
      <Disclosure>
        <Trigger slot="trigger" className={styles.ruleHead ?? ''}>
          <b>{rule}</b>
          <span>{guard ?? 'its mutation'}</span>
          <span data-tone={broken === null ? 'plain' : 'wrong'}>{outcomeOf(row)}</span>
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
  if (broken !== null) return `✕ ${broken.invariants[0] ?? ''}, ${stepsText(broken)}`
  return reason?.kind === 'redundant' ? '○ others cover it' : '○ not to be judged here'
}

function stepsText({ history }: ShownBreach): string {
  return history.length === 1 ? '1 step' : `${history.length} steps`
}

function Breach({ row: { states, remark }, breach }: { readonly row: ShownRule; readonly breach: ShownBreach }) {
  const scope = RULE_SCOPES.find(({ name }) => name === breach.scope)
  return (
    <>
      <p className={styles.says}>
        {`${states.toLocaleString('en')} states searched. Scope: ${breach.scope}${scope === undefined ? '' : ` (${scopeText(scope.scope)})`}. Broken: ${breach.invariants.join(', ')}.`}
      </p>
      <Statements ids={breach.invariants} />
      {remark === null ? null : <p className={styles.says}>{remark}</p>}
      <History breach={breach} />
    </>
  )
}

/** What had to hold, and did not. */
function Statements({ ids }: { readonly ids: readonly string[] }) {
  return BREACH_KINDS.filter(({ id }) => ids.includes(id)).map(({ id, statement }) => (
    <p key={id} className={styles.says}>
      <b>{id}</b>
      {`: ${statement}`}
    </p>
  ))
}

function Reason({ row: { states, reason, covers } }: { readonly row: ShownRule }) {
  return (
    <>
      <p className={styles.says}>
        {`${states.toLocaleString('en')} states searched, and nothing breaks without it alone. ${reason?.text ?? ''}`}
      </p>
      {covers.map(({ rules, broken }) =>
        broken === null ? null : (
          <Fragment key={rules.join()}>
            <p className={styles.says}>
              {`Without ${rules.join(', ')} as well, ${broken.invariants.join(', ')} breaks in ${stepsText(broken)}, which it does not with this rule:`}
            </p>
            <History breach={broken} />
          </Fragment>
        ),
      )}
    </>
  )
}

function History({ breach }: { readonly breach: ShownBreach }) {
  return (
    <ol className={styles.history}>
      {breach.history.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the history
        <li key={index}>{step}</li>
      ))}
    </ol>
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

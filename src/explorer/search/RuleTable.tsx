import { useEffect, useState } from 'react'
import { Disclosure, DisclosurePanel, Button as Trigger } from 'react-aria-components'
import { RULE_SCOPES } from '../../simulation/search/rules/rule-scopes.ts'
import { REMOVABLE } from '../../simulation/search/rules/take-away.ts'
import { Button } from '../design/Button.tsx'
import { EmptyState } from '../design/EmptyState.tsx'
import { documentOfRule } from '../specs/documents.ts'
import { useExplorer } from '../store/explorer-store.ts'
import { readRuleTable, type ShownRule } from './rule-table.ts'
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
        {` ${needed.length} of ${table.rules.length} break an invariant in a small scope; for the others, the reason why not.`}
      </p>
      <ul className={styles.ruleList}>
        {table.rules.map((rule) => (
          <Rule key={`${rule.rule} ${rule.guard ?? ''}`} rule={rule} onSearch={onSearch} />
        ))}
      </ul>
    </section>
  )
}

function Rule({
  rule: { rule, guard, broken, states, reason, scopes },
  onSearch,
}: {
  readonly rule: ShownRule
  readonly onSearch: () => void
}) {
  return (
    <li className={styles.rule}>
      <Disclosure>
        <Trigger slot="trigger" className={styles.ruleHead ?? ''}>
          <b>{rule}</b>
          <span>{guard ?? 'its mutation'}</span>
          <span data-tone={broken === null ? 'plain' : 'wrong'}>
            {broken === null ? '○ nothing breaks' : `✕ ${broken.invariants[0] ?? ''}, ${broken.history.length} steps`}
          </span>
        </Trigger>
        <DisclosurePanel className={styles.ruleBody ?? ''}>
          <p className={styles.says}>
            {`${states.toLocaleString('en')} states searched. `}
            {broken === null ? reason : `Scope: ${broken.scope}. Broken: ${broken.invariants.join(', ')}.`}
          </p>
          {broken === null ? null : (
            <ol className={styles.history}>
              {broken.history.map((step, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the history
                <li key={index}>{step}</li>
              ))}
            </ol>
          )}
          <div className={styles.actions}>
            {broken === null ? null : <Again rule={rule} guard={guard} scope={scopes.at(-1) ?? ''} onSearch={onSearch} />}
            <RuleLink rule={rule} />
          </div>
        </DisclosurePanel>
      </Disclosure>
    </li>
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

import { Tabs } from '../design/Tabs.tsx'
import { RuleTable } from './RuleTable.tsx'
import styles from './Search.module.css'
import { SearchActions } from './SearchActions.tsx'
import { SearchOutcome } from './SearchOutcome.tsx'
import { SearchScope } from './SearchScope.tsx'
import { useSearch } from './search-store.ts'

/** Exhaustive search over the engine of this page, and what a search found that each rule is there for. */
export function Search() {
  const { view, setView } = useSearch()
  return (
    <div className={styles.frame}>
      <Tabs
        label="Search"
        height="filled"
        selected={view}
        onSelect={setView}
        tabs={[
          {
            id: 'search',
            title: 'Every order',
            content: (
              <>
                <div className={styles.scroller}>
                  <SearchOutcome />
                  <SearchScope />
                </div>
                <SearchActions />
              </>
            ),
          },
          { id: 'rules', title: 'Take a rule away', content: <RuleTable onSearch={() => setView('search')} /> },
        ]}
      />
    </div>
  )
}

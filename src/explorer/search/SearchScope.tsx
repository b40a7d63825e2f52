import { Disclosure, DisclosurePanel, Button as Trigger } from 'react-aria-components'
import { nameOf, REMOVABLE, type Removable } from '../../simulation/search/rules/take-away.ts'
import type { Scope } from '../../simulation/search/scope.ts'
import { NumberField } from '../design/NumberField.tsx'
import { type Choice, Select } from '../design/Select.tsx'
import styles from './Search.module.css'
import {
  ADVANCED_GROUPS,
  allowedIn,
  type BoundGroup,
  COMMON_GROUPS,
  helpFor,
  MOST_NODES,
  MOST_OF_EACH,
  scopeProblem,
} from './scope-fields.ts'
import { MOST_WORKERS, searchedText, useSearch } from './search-store.ts'

const WHOLE = 'whole'

const ENGINES: readonly Choice<string>[] = [
  { value: WHOLE, label: 'as it runs here' },
  ...REMOVABLE.map((removable) => ({ value: nameOf(removable), label: `without ${takenText(removable)}` })),
]

const BEGINNINGS: readonly Choice<Scope['begin']>[] = [
  { value: 'running', label: 'all nodes running' },
  { value: 'created', label: 'all nodes dead', says: 'On new disks.' },
  { value: 'claimed', label: 'dead, two Primaries', says: 'On new disks, and n2 is granted the authority though n1 holds it.' },
]
const SYNCS: readonly Choice<Scope['sync']>[] = [
  { value: 'each', label: 'each commit' },
  { value: 'group', label: 'groups of commits' },
]
const WRITTEN: readonly Choice<Scope['writesTo']>[] = [
  { value: 'primary', label: 'the Primary' },
  { value: 'anyNode', label: 'any node' },
]

function takenText({ rule, guard }: Removable): string {
  return guard === null ? rule : `${rule} (${guard})`
}

/** How small the world is that is searched. Folded together, it says what would be searched if that is not what was. */
export function SearchScope() {
  const { scope, removed, run, isFolded, setFolded } = useSearch()
  const searched = searchedText(scope, removed)
  return (
    <Disclosure className={styles.scope ?? ''} isExpanded={!isFolded} onExpandedChange={(isExpanded) => setFolded(!isExpanded)}>
      <Trigger slot="trigger" className={styles.fold ?? ''}>
        Bounds
        {isFolded && searched !== run?.scope ? <span className={styles.foldSays}>{`: ${searched}`}</span> : null}
      </Trigger>
      <DisclosurePanel>
        <Bounds />
      </DisclosurePanel>
    </Disclosure>
  )
}

function Bounds() {
  const { scope, removed, workers, setScope, setRemoved, setWorkers } = useSearch()
  return (
    <div className={styles.groups}>
      <div className={styles.bounds}>
        <NumberField
          label={`Nodes, 1 to ${MOST_NODES}`}
          value={scope.nodes}
          onChange={(nodes) => setScope({ nodes })}
          minimum={1}
          maximum={MOST_NODES}
          error={scope.nodes === 1 && scopeProblem(scope) !== null ? 'Take two nodes.' : null}
        />
        <NumberField
          label={`Workers, 1 to ${MOST_WORKERS}`}
          value={workers}
          onChange={setWorkers}
          minimum={1}
          maximum={MOST_WORKERS}
        />
      </div>
      <Select
        label="Engine"
        value={removed === null ? WHOLE : nameOf(removed)}
        onChange={(name) => setRemoved(REMOVABLE.find((removable) => nameOf(removable) === name) ?? null)}
        choices={ENGINES}
        search="Find a rule or a guard"
      />
      <p className={styles.says}>
        {`What may happen, each 0 to ${MOST_OF_EACH} times over a whole history. What arrives, lands, starts or links up is not bounded.`}
      </p>
      <Groups groups={COMMON_GROUPS} />
      <Advanced />
    </div>
  )
}

/** What is rarely asked for. It says how much of it is allowed, while it is folded away. */
function Advanced() {
  const { scope, setScope } = useSearch()
  const allowed = allowedIn(ADVANCED_GROUPS, scope)
  return (
    <Disclosure className={styles.advanced ?? ''}>
      <Trigger slot="trigger" className={styles.fold ?? ''}>
        {`Advanced${allowed === 0 ? '' : `, ${allowed} allowed`}`}
      </Trigger>
      <DisclosurePanel>
        <div className={styles.groups}>
          <Groups groups={ADVANCED_GROUPS} />
          <fieldset className={styles.group}>
            <legend className={styles.groupTitle}>The cluster</legend>
            <div className={styles.choices}>
              <Select label="It begins with" value={scope.begin} onChange={(begin) => setScope({ begin })} choices={BEGINNINGS} />
              <Select label="A batch is" value={scope.sync} onChange={(sync) => setScope({ sync })} choices={SYNCS} />
              <Select
                label="Clients write to"
                value={scope.writesTo}
                onChange={(writesTo) => setScope({ writesTo })}
                choices={WRITTEN}
              />
            </div>
          </fieldset>
        </div>
      </DisclosurePanel>
    </Disclosure>
  )
}

function Groups({ groups }: { readonly groups: readonly BoundGroup[] }) {
  const { scope, setBound, ask } = useSearch()
  return groups.map(({ title, fields }) => (
    <fieldset key={title} className={styles.group}>
      <legend className={styles.groupTitle}>{title}</legend>
      <div className={styles.bounds}>
        {fields.map(({ name, label }) => (
          <NumberField
            key={name}
            label={label}
            value={scope.bounds[name]}
            onChange={(count) => setBound(name, count)}
            minimum={0}
            maximum={MOST_OF_EACH}
            help={helpFor(name)}
            onFocusChange={(isFocused) => ask(isFocused ? name : null)}
          />
        ))}
      </div>
    </fieldset>
  ))
}

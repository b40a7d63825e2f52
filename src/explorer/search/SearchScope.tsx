import { REMOVABLE, type Removable } from '../../simulation/search/rules/take-away.ts'
import { Button } from '../design/Button.tsx'
import { NumberField } from '../design/NumberField.tsx'
import { Select } from '../design/Select.tsx'
import styles from './Search.module.css'
import { ALLOWED, useSearch } from './search-store.ts'

const WHOLE = 'whole'

function nameOf({ rule, guard }: Removable): string {
  return `${rule} ${guard ?? ''}`
}

const ENGINES = [
  { value: WHOLE, label: 'as it runs here' },
  ...REMOVABLE.map((removable) => ({
    value: nameOf(removable),
    label: `without ${removable.rule}${removable.guard === null ? '' : ` (${removable.guard})`}`,
  })),
]

const MOST_NODES = 4
const MOST_OF_EACH = 4

/** How small the world is that is searched, and the button that searches it. */
export function SearchScope() {
  const { nodes, bounds, removed, run, setNodes, setBound, setRemoved, start, stop } = useSearch()
  const isRunning = run?.kind === 'running'
  return (
    <section className={styles.scope} aria-label="Scope">
      <p className={styles.says}>
        Every order of every event within these bounds, over the engine that runs here, in workers of its own. What arrives,
        lands, starts or links up is not bounded. The live cluster goes on meanwhile.
      </p>
      <div className={styles.bounds}>
        <NumberField label="Nodes" value={nodes} onChange={setNodes} minimum={1} maximum={MOST_NODES} />
        {ALLOWED.map(({ name, label }) => (
          <NumberField
            key={name}
            label={label}
            value={bounds[name]}
            onChange={(count) => setBound(name, count)}
            minimum={0}
            maximum={MOST_OF_EACH}
          />
        ))}
      </div>
      <Select
        label="Engine"
        value={removed === null ? WHOLE : nameOf(removed)}
        onChange={(name) => setRemoved(REMOVABLE.find((removable) => nameOf(removable) === name) ?? null)}
        choices={ENGINES}
      />
      <div className={styles.actions}>
        <Button look="primary" onPress={start} blocked={isRunning ? { reason: 'A search is running: stop it first.' } : null}>
          Search every order
        </Button>
        <Button onPress={stop} blocked={isRunning ? null : { reason: 'No search is running.' }}>
          Stop
        </Button>
      </div>
    </section>
  )
}

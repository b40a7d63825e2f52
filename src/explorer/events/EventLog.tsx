import { useState } from 'react'
import { ListBox, ListBoxItem, ListLayout, Virtualizer } from 'react-aria-components'
import type { ClusterEvent } from '../../cluster/event.ts'
import { Button } from '../design/Button.tsx'
import { classes } from '../design/classes.ts'
import { EmptyState } from '../design/EmptyState.tsx'
import { Select } from '../design/Select.tsx'
import { useExplorer, useLight } from '../store/explorer-store.ts'
import { clockText } from './clock-text.ts'
import styles from './EventLog.module.css'
import { EVENT_GROUPS, type EventGroup, eventText, selectionOfEvent } from './event-text.ts'
import { type Events, useEvents } from './use-events.ts'

const ANY = 'any'
const WHAT_HAPPENED = 'happened'
/** Of a sentence that fits in one line; a longer one takes as many as it needs. */
const LINE_HEIGHT = 24

type GroupFilter = EventGroup | typeof ANY | typeof WHAT_HAPPENED

/** What nodes stated, what was done to the cluster and what clients got: newest first. */
export function EventLog() {
  const [node, setNode] = useState<string>(ANY)
  const [group, setGroup] = useState<GroupFilter>(WHAT_HAPPENED)
  const [held, setHeld] = useState<Events | null>(null)
  const nodes = useExplorer((state) => state.view?.nodes) ?? []
  const live = useEvents()
  const { events, dropped } = held ?? live
  const shown = events.filter((event) => isWanted(event, node, group)).toReversed()
  return (
    <div className={styles.log}>
      <div className={styles.filters}>
        <Select
          label="Node"
          value={node}
          onChange={setNode}
          choices={[{ value: ANY, label: 'Any node' }, ...nodes.map(({ name }) => ({ value: name, label: name }))]}
        />
        <Select
          label="Kind"
          value={group}
          onChange={setGroup}
          choices={[
            { value: WHAT_HAPPENED, label: 'All but single records' },
            { value: ANY, label: 'All' },
            ...GROUPS.map((value) => ({ value, label: EVENT_GROUPS[value] })),
          ]}
        />
      </div>
      <div className={styles.state}>
        <span>
          {shown.length} of {events.length} kept
          {dropped === 0 ? '' : `, ${dropped} older ones dropped`}
        </span>
        <Button
          size="small"
          look="quiet"
          onPress={() => setHeld(held === null ? live : null)}
          hint={held === null ? 'Keep the list as it is' : 'Show what happened since'}
        >
          {held === null ? 'Hold still' : 'Follow'}
        </Button>
      </div>
      <Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowHeight: LINE_HEIGHT }}>
        <ListBox
          aria-label="Events, newest first"
          className={styles.list ?? ''}
          selectionMode="single"
          items={shown}
          onSelectionChange={(keys) => {
            if (keys === 'all') return
            const [sequence] = keys
            const event = shown.find((candidate) => candidate.sequence === sequence)
            if (event !== undefined) useExplorer.getState().select(selectionOfEvent(event))
          }}
          renderEmptyState={() => <EmptyState title="Nothing of this kind has happened yet" />}
        >
          {(event) => <Row id={event.sequence} event={event} />}
        </ListBox>
      </Virtualizer>
    </div>
  )
}

const GROUPS: readonly EventGroup[] = ['roles', 'refusals', 'faults', 'clients', 'sessions', 'views', 'log']

function isWanted(event: ClusterEvent, node: string, group: GroupFilter): boolean {
  const { group: own, node: of } = eventText(event)
  if (group === WHAT_HAPPENED ? own === 'log' : group !== ANY && group !== own) return false
  if (node === ANY || of === node) return true
  if (event.kind === 'linkUp' || event.kind === 'linkDown') return event.a === node || event.b === node
  return event.kind === 'conditionSet' && (event.from === node || event.to === node)
}

/** `id` is what the list tells its rows apart by: it must stand on the row itself. */
function Row({ id, event }: { readonly id: number; readonly event: ClusterEvent }) {
  const { node, text, rule, tone } = eventText(event)
  const light = useLight(selectionOfEvent(event))
  const words = `${node ?? ''} ${text}`.trim()
  return (
    <ListBoxItem id={id} textValue={words} className={classes(styles.row, light !== 'plain' && styles[light])}>
      <span className={styles.at}>{clockText(event.atMillis)}</span>
      {node === null ? null : <b className={styles.node}>{node}</b>}
      <span className={classes(styles.text, styles[tone])}>{text}</span>
      {rule === null ? null : <span className={styles.rule}>{rule}</span>}
    </ListBoxItem>
  )
}

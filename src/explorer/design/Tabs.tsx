import { createContext, memo, type ReactNode, useCallback, useContext, useLayoutEffect, useRef } from 'react'
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './Tabs.module.css'

export interface TabContent<Id extends string> {
  readonly id: Id
  readonly title: string
  readonly content: ReactNode
}

interface TabsProps<Id extends string> {
  readonly label: string
  readonly tabs: readonly TabContent<Id>[]
  readonly selected: Id
  readonly onSelect: (id: Id) => void
  /** `filled`: the tabs take the height of what holds them, and each content scrolls by itself. */
  readonly height?: 'content' | 'filled'
}

export function Tabs<Id extends string>({ label, tabs, selected, onSelect, height = 'content' }: TabsProps<Id>) {
  const newest = useRef({ tabs, onSelect })
  useLayoutEffect(() => {
    newest.current = { tabs, onSelect }
  })
  const select = useCallback((chosen: string) => {
    const tab = newest.current.tabs.find(({ id }) => id === chosen)
    if (tab !== undefined) newest.current.onSelect(tab.id)
  }, [])
  return (
    <Contents value={new Map(tabs.map(({ id, content }) => [id, content]))}>
      <Frame
        label={label}
        titles={tabs.map(({ id, title }) => ({ id, title }))}
        selected={selected}
        onSelect={select}
        height={height}
      />
    </Contents>
  )
}

const Contents = createContext<ReadonlyMap<string, ReactNode>>(new Map())

interface FrameProps {
  readonly label: string
  readonly titles: readonly { readonly id: string; readonly title: string }[]
  readonly selected: string
  readonly onSelect: (id: string) => void
  readonly height: 'content' | 'filled'
}

/**
 * The tabs without what is on them. Each time that a panel renders, it looks through its content for what can be focused, and asks of each
 * element whether it is visible; so the content renders below it, on its own.
 */
const Frame = memo(function Frame({ label, titles, selected, onSelect, height }: FrameProps) {
  return (
    <AriaTabs
      className={classes(styles.tabs, height === 'filled' && styles.filled)}
      selectedKey={selected}
      onSelectionChange={(key) => onSelect(String(key))}
    >
      <TabList aria-label={label} className={styles.list ?? ''}>
        {titles.map(({ id, title }) => (
          <Tab key={id} id={id} className={styles.tab ?? ''}>
            {title}
          </Tab>
        ))}
      </TabList>
      {titles.map(({ id }) => (
        <TabPanel key={id} id={id} className={styles.panel ?? ''}>
          <Content id={id} />
        </TabPanel>
      ))}
    </AriaTabs>
  )
}, sameFrame)

function sameFrame(before: FrameProps, now: FrameProps): boolean {
  return (
    before.label === now.label &&
    before.selected === now.selected &&
    before.height === now.height &&
    JSON.stringify(before.titles) === JSON.stringify(now.titles)
  )
}

function Content({ id }: { readonly id: string }) {
  return useContext(Contents).get(id)
}

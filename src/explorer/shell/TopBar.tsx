import { Check, Monitor, Moon, PanelRight, RotateCcw, Search, Sun, X } from 'lucide-react'
import type { ClusterView } from '../../cluster/cluster.ts'
import { Button } from '../design/Button.tsx'
import { classes } from '../design/classes.ts'
import { IconButton } from '../design/IconButton.tsx'
import { Kbd } from '../design/Kbd.tsx'
import { Menu } from '../design/Menu.tsx'
import { spaced } from '../pictures/spaced-number.ts'
import { useEverySecond } from '../pictures/use-every-second.ts'
import { invariantsSay } from '../runs/invariants-say.ts'
import { useCalmView } from '../store/calm-view.tsx'
import { useExplorer } from '../store/explorer-store.ts'
import { NARROW, useMedia, WIDE } from '../store/media.ts'
import { THEMES, type Theme } from '../store/theme.ts'
import { useCommitRate } from './commit-rate.ts'
import { shapeOf } from './shape.ts'
import styles from './TopBar.module.css'

/** What opens the palette here. */
const COMMAND_KEYS = /Mac|iP(hone|ad|od)/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'

/** What is known at a glance: which cluster, how fast, and what its clients got. */
export function TopBar() {
  const view = useCalmView()
  const show = useExplorer((state) => state.show)
  const wide = useMedia(WIDE)
  const narrow = useMedia(NARROW)
  return (
    <header className={styles.bar}>
      <h1 className={styles.brand}>
        Aero<span className={styles.db}>DB</span> Explorer
      </h1>
      {view === null ? null : (
        <>
          {narrow ? null : <ClusterChip view={view} />}
          <Rate />
          {narrow ? null : <InvariantsChip />}
          <Ledger ledger={view.ledger} />
        </>
      )}
      <div className={styles.end}>
        <Button label="Search or run a command" onPress={() => show({ kind: 'palette' })} className={styles.search}>
          <Search size={14} aria-hidden />
          {wide ? (
            <>
              Search or run a command <Kbd>{COMMAND_KEYS}</Kbd>
            </>
          ) : null}
        </Button>
        <ThemeMenu />
        <IconButton icon={RotateCcw} label="Reset: start the demo again" onPress={() => show({ kind: 'reset' })} />
        {wide ? null : <DrawerButton />}
      </div>
    </header>
  )
}

function ClusterChip({ view }: { readonly view: ClusterView }) {
  const show = useExplorer((state) => state.show)
  return (
    <Button
      label={`Cluster ${view.clusterId}, ${shapeOf(view)}: new cluster…`}
      hint="New cluster…"
      onPress={() => show({ kind: 'newCluster' })}
      className={styles.chip}
    >
      <b>{view.clusterId}</b>
      <span className={styles.shape}>{shapeOf(view)}</span>
    </Button>
  )
}

const same = (before: unknown, now: unknown) => JSON.stringify(before) === JSON.stringify(now)

/** Whether all invariants hold of what has happened so far. */
function InvariantsChip() {
  const openSide = useExplorer((state) => state.openSide)
  const verdicts = useEverySecond(() => useExplorer.getState().cluster?.invariants() ?? [], same)
  const broken = verdicts.some(({ holds, excusedBy }) => !holds && excusedBy === undefined)
  const tested = verdicts.filter(({ holds, checks }) => holds && checks > 0).length
  return (
    <Button
      label={`${invariantsSay(verdicts)}: show the runs`}
      hint={invariantsSay(verdicts)}
      onPress={() => openSide('runs')}
      className={classes(styles.chip, broken && styles.broken)}
    >
      {broken ? <X size={14} aria-hidden className={styles.broken} /> : <Check size={14} aria-hidden className={styles.holds} />}
      <b>{broken ? 'broken' : tested}</b>
      {broken ? null : (
        <span className={styles.said}>
          <span className={styles.shape}>invariants </span>hold
        </span>
      )}
    </Button>
  )
}

function Rate() {
  const rate = useCommitRate()
  return (
    <p className={styles.rate}>
      <svg width={8} height={8} viewBox="0 0 8 8" aria-hidden="true">
        <circle cx={4} cy={4} r={3.5} fill={rate > 0 ? 'var(--hue-healthy)' : 'none'} stroke="var(--hue-healthy)" />
      </svg>
      <b>{rate}</b> {rate === 1 ? 'commit/s' : 'commits/s'}
    </p>
  )
}

function Ledger({ ledger }: { readonly ledger: ClusterView['ledger'] }) {
  return (
    <dl className={styles.ledger} aria-label="Outcomes of clients so far">
      <Count name="acknowledged" count={ledger.acknowledged} />
      <Count name="rejected" count={ledger.rejected} />
      <Count name="unknown" count={ledger.unknown} />
    </dl>
  )
}

function Count({ name, count }: { readonly name: string; readonly count: number }) {
  return (
    <div className={styles.count}>
      <dd>{spaced(count)}</dd>
      <dt>{name}</dt>
    </div>
  )
}

const THEME_ICON = { system: Monitor, light: Sun, dark: Moon } as const
const THEME_LABEL: Readonly<Record<Theme, string>> = { system: 'As the system has it', light: 'Light', dark: 'Dark' }

function ThemeMenu() {
  const theme = useExplorer((state) => state.theme)
  const setTheme = useExplorer((state) => state.setTheme)
  const Icon = THEME_ICON[theme]
  return (
    <Menu
      label="Theme"
      trigger={
        <Button look="quiet" label={`Theme: ${THEME_LABEL[theme].toLowerCase()}`} className={styles.icon}>
          <Icon size={16} strokeWidth={1.75} aria-hidden />
        </Button>
      }
      choices={THEMES.map((choice) => ({ id: choice, label: THEME_LABEL[choice], onAction: () => setTheme(choice) }))}
    />
  )
}

function DrawerButton() {
  const open = useExplorer((state) => state.drawerOpen)
  const openDrawer = useExplorer((state) => state.openDrawer)
  return (
    <IconButton
      icon={PanelRight}
      label={open ? 'Close the inspector' : 'Open the inspector'}
      isActive={open}
      onPress={() => openDrawer(!open)}
    />
  )
}

import {
  availabilityOfBootstrap,
  availabilityOfCancel,
  availabilityOfConfigure,
  availabilityOfDamage,
  availabilityOfDisarm,
  availabilityOfHeal,
  availabilityOfKill,
  availabilityOfPartition,
  availabilityOfRead,
  availabilityOfRelease,
  availabilityOfRestart,
  availabilityOfResume,
  availabilityOfWrite,
  type Blocked,
} from '../../cluster/availability.ts'
import type { ClusterView, LinkView, NodeView } from '../../cluster/cluster.ts'
import type { LinkCondition } from '../../cluster/contract.ts'
import { nextNote } from '../client/note.ts'
import { openReadView, write } from '../commands/client-commands.ts'
import { heal, partition, releaseAll, releaseOne, setCondition } from '../commands/link-commands.ts'
import { cancel, disarm, kill, restart, resume, stopWorkload } from '../commands/node-commands.ts'
import { exportLiveRun, verifyLiveRun } from '../runs/run-commands.ts'
import { DOCUMENTS } from '../specs/documents.ts'
import type { ExplorerState } from '../store/explorer-store.ts'
import type { Theme } from '../store/theme.ts'

/** One thing that can be done from the palette. What is blocked stays in the list and says why. */
export interface PaletteCommand {
  readonly id: string
  readonly section: string
  readonly title: string
  readonly blocked: Blocked | null
  readonly run: () => void
}

type Actions = Pick<ExplorerState, 'select' | 'show' | 'openSide' | 'openDocument' | 'setTheme'>

/** Everything that can be done now, node by node and link by link, then what concerns the page. */
export function paletteCommands(view: ClusterView | null, actions: Actions): readonly PaletteCommand[] {
  const nodes = view?.nodes ?? []
  return [
    ...nodes.flatMap((node) => (view === null ? [] : nodeCommands(view, node, actions))),
    ...(view === null ? [] : linkCommands(view, actions)),
    ...clusterCommands(actions),
    ...pageCommands(actions),
  ]
}

function nodeCommands(view: ClusterView, node: NodeView, { select, show }: Actions): readonly PaletteCommand[] {
  const { name } = node
  const of = (what: string, title: string, run: () => void, blocked: Blocked | null = null): PaletteCommand => ({
    id: `${what} ${name}`,
    section: `Node ${name}`,
    title,
    blocked,
    run,
  })
  return [
    of('select', `Select ${name}`, () => select({ kind: 'node', node: name })),
    of('kill', `Kill ${name}`, () => kill(name), availabilityOfKill(node)),
    of('restart', `Restart ${name}`, () => restart(name), availabilityOfRestart(node)),
    of(
      'note',
      `Write a note on ${name}`,
      () => void write(name, { op: 'put', collection: 'notes', document: nextNote() }, null),
      availabilityOfWrite(node),
    ),
    of('view', `Open a read view on ${name}`, () => void openReadView(name, null), availabilityOfRead(node, { kind: 'newest' })),
    of('resume', `Validate and resume ${name}`, () => resume(name), availabilityOfResume(view, node)),
    of(
      'bootstrap',
      `Bootstrap ${name} again…`,
      () => show({ kind: 'bootstrap', node: name }),
      availabilityOfBootstrap(view, node),
    ),
    of('cancel', `Cancel the resume or bootstrap that waits on ${name}`, () => cancel(name), availabilityOfCancel(node)),
    of('damage', `Damage the disk of ${name}…`, () => show({ kind: 'damage', node: name }), availabilityOfDamage(node)),
    of('configure', `Configure ${name}…`, () => show({ kind: 'configure', node: name }), availabilityOfConfigure(node)),
    of('crash', `Arm a crash point on ${name}…`, () => show({ kind: 'crash', node: name })),
    of('disarm', `Disarm ${name}`, () => disarm(name), availabilityOfDisarm(node)),
    of('workload', `Workload on ${name}…`, () => show({ kind: 'workload', node: name })),
    of(
      'stop',
      `Stop the workload on ${name}`,
      () => stopWorkload(name),
      node.workload === null ? { reason: `No workload runs on ${name}.` } : null,
    ),
  ]
}

const CONDITIONS: readonly { readonly title: string; readonly condition: LinkCondition }[] = [
  { title: 'pass every frame', condition: { kind: 'pass' } },
  { title: 'hold frames', condition: { kind: 'hold' } },
  { title: 'cut this direction', condition: { kind: 'cut' } },
  { title: 'drop the next frame with records', condition: { kind: 'drop', frames: 'wal' } },
  { title: 'duplicate the next frame with records', condition: { kind: 'duplicate', frames: 'wal' } },
  { title: 'reorder the next frame with records', condition: { kind: 'reorder', frames: 'wal' } },
  { title: 'truncate the next frame with records', condition: { kind: 'truncate', frames: 'wal' } },
  { title: 'flip a bit in the next frame with records', condition: { kind: 'flipBit', frames: 'wal' } },
]

function linkCommands(view: ClusterView, { select }: Actions): readonly PaletteCommand[] {
  return view.links.flatMap((link) => [
    ...directionCommands(link, select),
    ...(link.from < link.to ? wholeLinkCommands(view, link) : []),
  ])
}

function directionCommands(link: LinkView, select: Actions['select']): readonly PaletteCommand[] {
  const { from, to } = link
  const direction = `${from} to ${to}`
  const of = (what: string, run: () => void, blocked: Blocked | null = null): PaletteCommand => ({
    id: `${what} ${direction}`,
    section: 'Links',
    title: `${from} → ${to}: ${what}`,
    blocked,
    run,
  })
  return [
    of('select', () => select({ kind: 'link', from, to })),
    ...CONDITIONS.map(({ title, condition }) => of(title, () => setCondition(from, to, condition))),
    of('release one held frame', () => releaseOne(from, to), availabilityOfRelease(link)),
    of('release all held frames', () => releaseAll(from, to), availabilityOfRelease(link)),
  ]
}

function wholeLinkCommands(view: ClusterView, link: LinkView): readonly PaletteCommand[] {
  const { from, to } = link
  const directions = view.links.filter(
    (other) => (other.from === from && other.to === to) || (other.from === to && other.to === from),
  )
  return [
    {
      id: `partition ${from} ${to}`,
      section: 'Links',
      title: `Cut ${from} and ${to} apart`,
      blocked: availabilityOfPartition(link),
      run: () => partition(from, to),
    },
    {
      id: `heal ${from} ${to}`,
      section: 'Links',
      title: `Heal the link between ${from} and ${to}`,
      blocked: availabilityOfHeal(directions),
      run: () => heal(from, to),
    },
  ]
}

function clusterCommands({ show, openSide }: Actions): readonly PaletteCommand[] {
  const of = (id: string, title: string, run: () => void): PaletteCommand => ({
    id,
    section: 'Cluster',
    title,
    blocked: null,
    run,
  })
  return [
    of('verify', 'Verify this run: replay what has happened', () => void verifyLiveRun()),
    of('export', 'Export the trace of this run', () => void exportLiveRun()),
    of('import', 'Import a trace…', () => openSide('runs')),
    of('new', 'New cluster…', () => show({ kind: 'newCluster' })),
    of('reset', 'Reset: start the demo again…', () => show({ kind: 'reset' })),
  ]
}

const THEME_TITLES: Readonly<Record<Theme, string>> = {
  system: 'Theme: as the system has it',
  light: 'Theme: light',
  dark: 'Theme: dark',
}

function pageCommands({ show, openSide, openDocument, setTheme, select }: Actions): readonly PaletteCommand[] {
  const of = (id: string, title: string, run: () => void): PaletteCommand => ({ id, section: 'Page', title, blocked: null, run })
  return [
    of('events', 'Open the event log', () => openSide('events')),
    of('runs', 'Open the runs', () => openSide('runs')),
    of('search', 'Search every order, or take a rule away', () => openSide('search')),
    ...DOCUMENTS.map(({ name, title }) => of(`spec ${name}`, `Spec: ${title}`, () => openDocument(name))),
    of('close', 'Show the pictures alone', () => openSide(null)),
    of('clear', 'Clear the selection', () => select(null)),
    of('theme system', THEME_TITLES.system, () => setTheme('system')),
    of('theme light', THEME_TITLES.light, () => setTheme('light')),
    of('theme dark', THEME_TITLES.dark, () => setTheme('dark')),
    of('shortcuts', 'Keyboard shortcuts', () => show({ kind: 'shortcuts' })),
  ]
}

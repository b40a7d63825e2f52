import { BOUND_WORDS } from '../../simulation/search/bound-words.ts'
import { BOUNDED, type Bounded, type Scope } from '../../simulation/search/scope.ts'
import { asSentence } from '../design/sentence.ts'

export const MOST_NODES = 4
/** Of each thing that may happen: a tab is no place for more, `npm run search` is. */
export const MOST_OF_EACH = 4

export interface BoundField {
  readonly name: Bounded
  readonly label: string
}

export interface BoundGroup {
  readonly title: string
  readonly fields: readonly BoundField[]
}

/** What it is that may happen so often. */
export function helpFor(name: Bounded): string {
  return asSentence(BOUND_WORDS[name].says)
}

/** What is asked for most. */
export const COMMON_GROUPS: readonly BoundGroup[] = [
  {
    title: 'Client operations',
    fields: [
      { name: 'writes', label: 'Writes' },
      { name: 'reads', label: 'Reads' },
    ],
  },
  {
    title: 'Network',
    fields: [
      { name: 'cuts', label: 'Links down' },
      { name: 'drops', label: 'Frames lost' },
      { name: 'duplicates', label: 'Frames doubled' },
      { name: 'overtakings', label: 'Overtakings' },
    ],
  },
  {
    title: 'Faults',
    fields: [
      { name: 'crashes', label: 'Crashes' },
      { name: 'damages', label: 'Disk damages' },
    ],
  },
  { title: 'Operators', fields: [{ name: 'resumes', label: 'Resumes' }] },
]

/** The rest of it, folded away. */
export const ADVANCED_GROUPS: readonly BoundGroup[] = [
  {
    title: 'More client operations',
    fields: [
      { name: 'deletes', label: 'Deletes' },
      { name: 'largeWrites', label: 'Writes of 700 docs' },
      { name: 'hugeWrites', label: 'Writes of 8 MiB' },
      { name: 'views', label: 'Views opened' },
      { name: 'oddCommands', label: 'Odd commands' },
    ],
  },
  { title: 'More of the network', fields: [{ name: 'changes', label: 'Frames changed' }] },
  {
    title: 'More faults',
    fields: [
      { name: 'midStepCrashes', label: 'Mid-step crashes' },
      { name: 'aborts', label: 'Batches aborted' },
      { name: 'unknowns', label: 'Outcomes unknown' },
      { name: 'lostBatches', label: 'Batches lost' },
      { name: 'staleStarts', label: 'Stale starts' },
      { name: 'foreignDisks', label: 'Foreign disks' },
    ],
  },
  {
    title: 'More for operators',
    fields: [
      { name: 'bootstraps', label: 'Bootstraps' },
      { name: 'reconfigurations', label: 'Reconfigurations' },
      { name: 'sharedAuthorities', label: 'Shared authority' },
    ],
  },
]

const NEEDS_LINKS: ReadonlySet<Bounded> = new Set([
  'cuts',
  'drops',
  'duplicates',
  'overtakings',
  'changes',
  'resumes',
  'bootstraps',
])

/** Why there would be nothing to search; null where there is something. */
export function scopeProblem({ nodes, begin, bounds }: Scope): string | null {
  const allowed = BOUNDED.filter((name) => bounds[name] > 0)
  if (nodes === 1 && allowed.some((name) => NEEDS_LINKS.has(name))) {
    return 'One node has no links and no Primary to ask: take two nodes, or nothing of the network and of operators.'
  }
  if (nodes === 1 && begin === 'claimed') return 'With one node there is no second Primary: take two nodes.'
  if (begin === 'running' && allowed.length === 0) {
    return 'In a cluster that runs, nothing happens by itself: allow something, or begin with dead nodes on new disks.'
  }
  return null
}

/** How many of these may happen at all. */
export function allowedIn(groups: readonly BoundGroup[], { bounds }: Scope): number {
  return groups.flatMap(({ fields }) => fields).filter(({ name }) => bounds[name] > 0).length
}

import type { SyncPolicy } from '../../aerodb/configuration.ts'
import { BOUND_WORDS } from './bound-words.ts'

/** How often each thing may happen that does not happen by itself, over a whole history. What arrives, lands, starts or links up is not counted. */
export const BOUNDED = [
  'writes',
  'largeWrites',
  'hugeWrites',
  'deletes',
  'reads',
  'views',
  'oddCommands',
  'crashes',
  'midStepCrashes',
  'cuts',
  'drops',
  'duplicates',
  'overtakings',
  'changes',
  'aborts',
  'unknowns',
  'lostBatches',
  'damages',
  'staleStarts',
  'resumes',
  'bootstraps',
  'reconfigurations',
  'sharedAuthorities',
  'foreignDisks',
] as const

export type Bounded = (typeof BOUNDED)[number]

/** The world that is searched: every order of every event within these bounds. */
export interface Scope {
  /** n1, n2 and so on; n1 is the Primary. */
  readonly nodes: number
  readonly sync: SyncPolicy
  /**
   * `created`: every node is dead, on a new disk. `running`: all have started, and nothing is under way. `claimed`: as created, and n2 is configured as
   * Primary too, by itself, on a host that grants it the authority though another holds it.
   */
  readonly begin: 'created' | 'running' | 'claimed'
  /** Whom clients ask to write. */
  readonly writesTo: 'primary' | 'anyNode'
  readonly bounds: Readonly<Record<Bounded, number>>
}

const NONE: Scope['bounds'] = {
  writes: 0,
  largeWrites: 0,
  hugeWrites: 0,
  deletes: 0,
  reads: 0,
  views: 0,
  oddCommands: 0,
  crashes: 0,
  midStepCrashes: 0,
  cuts: 0,
  drops: 0,
  duplicates: 0,
  overtakings: 0,
  changes: 0,
  aborts: 0,
  unknowns: 0,
  lostBatches: 0,
  damages: 0,
  staleStarts: 0,
  resumes: 0,
  bootstraps: 0,
  reconfigurations: 0,
  sharedAuthorities: 0,
  foreignDisks: 0,
}

const BEGIN_TEXT: Readonly<Record<Scope['begin'], string>> = {
  running: 'running',
  created: 'dead, on new disks',
  claimed: 'dead, on new disks, n2 a second Primary with authority of its own',
}

/** A running cluster in which nothing happens but what `bounds` names. */
export function scopeOf(
  bounds: Partial<Scope['bounds']>,
  { nodes = 2, sync = 'each', begin = 'running', writesTo = 'primary' }: Partial<Omit<Scope, 'bounds'>> = {},
): Scope {
  return { nodes, sync, begin, writesTo, bounds: { ...NONE, ...bounds } }
}

/** The scope in one line: what it allows, and nothing that it does not. */
export function scopeText({ nodes, sync, begin, writesTo, bounds }: Scope): string {
  const allowed = BOUNDED.filter((name) => bounds[name] > 0).map((name) => {
    const { one, many } = BOUND_WORDS[name]
    return bounds[name] === 1 ? `1 ${one}` : `${bounds[name]} ${many}`
  })
  return [
    nodes === 1 ? '1 node' : `${nodes} nodes`,
    BEGIN_TEXT[begin],
    ...(sync === 'group' ? ['group batches'] : []),
    ...allowed,
    ...(writesTo === 'anyNode' ? ['clients write to any node'] : []),
  ].join(', ')
}

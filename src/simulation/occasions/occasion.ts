import type { SyncPolicy } from '../../aerodb/configuration.ts'
import { N1, N2, type Rehearsal } from '../rehearsal.ts'

/** Something that must happen sometimes: a story in which it does, and one beside it in which it does not. */
export interface Occasion {
  readonly happens: (rehearsal: Rehearsal) => void
  readonly doesNot: (rehearsal: Rehearsal) => void
  /** How often it happens; once, where nothing is said. */
  readonly times?: number
  /** Of the first story; the other is told under `each`. */
  readonly sync?: SyncPolicy
}

export type Occasions = Readonly<Record<string, Occasion>>

type Story = Occasion['happens']

/** Both nodes run, and a commit is everywhere. */
export const written: Story = (rehearsal) => {
  for (const name of rehearsal.cluster.nodes.keys()) rehearsal.cluster.start(name)
  rehearsal.cluster.settle()
  rehearsal.putAndSettle('a', 'one')
}

/** A commit is on its way to the Primary's disk. */
export const writing: Story = (rehearsal) => {
  written(rehearsal)
  rehearsal.put('a', 'two')
}

/** A commit is under way to the Replica. */
export const shipping: Story = (rehearsal) => {
  writing(rehearsal)
  rehearsal.landAll(N1)
}

/** A frame that can't be read reaches the node. */
export const unreadable: (from: typeof N1, to: typeof N1) => Story = (from, to) => (rehearsal) => {
  written(rehearsal)
  rehearsal.cluster.inject(from, to, new Uint8Array(3))
}

/** The Replica has halted, durably. */
export const halted: Story = (rehearsal) => {
  unreadable(N1, N2)(rehearsal)
  rehearsal.landAll(N2)
}

/** First one, then the other. */
export function inTurn(...stories: readonly Story[]): Story {
  return (rehearsal) => {
    for (const story of stories) story(rehearsal)
  }
}

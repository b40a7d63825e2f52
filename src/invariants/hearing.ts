import type { Command } from '../aerodb/command.ts'
import type { FrameLabel, PersistPurpose } from '../aerodb/effect.ts'
import type { Observation } from '../aerodb/observation.ts'
import type { Fact, FactKind } from './fact.ts'

/** What tells facts of one kind apart, where that is told. */
interface Details {
  readonly observed: Observation['kind']
  readonly asked: Command['kind']
  readonly answered: Command['kind']
  readonly sent: FrameLabel['kind']
  readonly delivered: FrameLabel['kind']
  readonly landed: PersistPurpose | 'create'
}

/** A kind of fact, as narrow as a listener can ask for: of what nodes say, always which observation. */
export type Heard = Exclude<FactKind, 'observed'> | { [Kind in keyof Details]: `${Kind} ${Details[Kind]}` }[keyof Details]

interface Room<Listener> {
  /** Who hears every fact of the kind. */
  readonly all: readonly Listener[]
  /** Who hears those of one detail, they and others. */
  readonly byDetail: ReadonlyMap<string, readonly Listener[]>
}

const NOBODY: readonly never[] = []

interface Hears {
  readonly hears: readonly Heard[]
}

/**
 * Who hears which facts, so that nobody is asked who has nothing to say to one. Listeners stay in the order in which they were given. Made once
 * for a list, and not for each run.
 */
export class Hearing<Listener extends Hears> {
  readonly #rooms: ReadonlyMap<string, Room<Listener>>

  constructor(listeners: readonly Listener[]) {
    this.#rooms = roomsFor(listeners)
  }

  of(fact: Fact): readonly Listener[] {
    const room = this.#rooms.get(fact.kind)
    if (room === undefined) return NOBODY
    const detail = detailOf(fact)
    return (detail === null ? undefined : room.byDetail.get(detail)) ?? room.all
  }
}

function detailOf(fact: Fact): string | null {
  switch (fact.kind) {
    case 'observed':
      return fact.observation.kind
    case 'asked':
    case 'answered':
      return fact.command.kind
    case 'sent':
    case 'delivered':
      return fact.frame.kind
    case 'landed':
      return fact.purpose
    default:
      return null
  }
}

function roomsFor<Listener extends Hears>(listeners: readonly Listener[]): ReadonlyMap<string, Room<Listener>> {
  const names = listeners.flatMap(({ hears }) => hears.map((heard) => heard.split(' ')))
  const listening = (wanted: (heard: string) => boolean): readonly Listener[] =>
    listeners.filter(({ hears }) => hears.some(wanted))
  const roomOf = (kind: string): Room<Listener> => {
    const details = names.flatMap(([of, detail]) => (of === kind && detail !== undefined ? [detail] : []))
    const byDetail = details.map(
      (detail) => [detail, listening((heard) => heard === kind || heard === `${kind} ${detail}`)] as const,
    )
    return { all: listening((heard) => heard === kind), byDetail: new Map(byDetail) }
  }
  return new Map(names.map(([kind = '']) => [kind, roomOf(kind)]))
}

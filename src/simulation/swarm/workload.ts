import type { Command, ReadAt, WriteOperation } from '../../aerodb/command.ts'
import { type CommitId, commitId, type NodeName, type ReadViewId, readViewId } from '../../aerodb/ids.ts'
import type { JsonObject } from '../../aerodb/json.ts'
import { MAX_WRITE_SET_BYTES } from '../../aerodb/wal/limits.ts'
import type { FactOf } from '../../invariants/fact.ts'
import type { Dice } from './dice.ts'
import type { Weather } from './weather.ts'

const COLLECTIONS = ['notes', 'tasks']
const VIEWS_PER_NODE = 4
const BULK_OPERATIONS = 400
/** Of the malformed write sets: they are slow. */
const TOO_LARGE_PART = 0.005
const TOO_LARGE: Command = {
  kind: 'write',
  operations: [{ op: 'put', collection: 'notes', document: { _id: 'a', text: 'x'.repeat(MAX_WRITE_SET_BYTES) } }],
  basedOn: null,
}

/** Of what is malformed. */
const BELOW_FLOOR_PART = 0.1
/** A bound before every commit: as long as nothing is collected, there is no other below the floor. (READ-3) */
const BELOW_FLOOR: ReadAt = { kind: 'commit', commitId: commitId(-1) }

/** The clients of a run: what they have been told so far, and what they ask next. Each document they write names its write set. */
export class Workload {
  readonly #dice: Dice
  readonly #weather: Weather
  #writeSets = 0
  /** The newest bound that any client knows of. */
  #newest = 0
  readonly #views = new Map<NodeName, ReadViewId[]>()

  constructor(dice: Dice, weather: Weather) {
    this.#dice = dice
    this.#weather = weather
  }

  /** What clients learn from answers. */
  answered({ node, command, outcome }: FactOf<'answered'>): void {
    if (outcome.kind === 'acknowledged') this.#newest = Math.max(this.#newest, outcome.commitId)
    else if (outcome.kind === 'served' || outcome.kind === 'opened') this.#newest = Math.max(this.#newest, outcome.bound)
    if (outcome.kind === 'opened') this.#views.set(node, [...(this.#views.get(node) ?? []), outcome.view])
    if (command.kind === 'closeReadView') {
      this.#views.set(
        node,
        (this.#views.get(node) ?? []).filter((view) => view !== command.view),
      )
    }
  }

  nodeDied(node: NodeName): void {
    this.#views.delete(node)
  }

  openViews(node: NodeName): readonly ReadViewId[] {
    return this.#views.get(node) ?? []
  }

  /** Asks a Primary to write, mostly; now and then a Replica, which must not. */
  next(nodes: readonly NodeName[], primary: NodeName): { readonly node: NodeName; readonly command: Command } {
    const dice = this.#dice
    const anyone = dice.pick(nodes) ?? primary
    if (dice.chance(this.#weather.reads)) return { node: anyone, command: this.#read(anyone) }
    const node = nodes.includes(primary) && !dice.chance(0.05) ? primary : anyone
    return { node, command: dice.chance(this.#weather.malformed) ? this.#malformed() : this.#write() }
  }

  #write(): Command {
    const dice = this.#dice
    this.#writeSets += 1
    const count = dice.chance(this.#weather.bulk) ? BULK_OPERATIONS : dice.chance(0.3) ? dice.whole(2, 4) : 1
    const operations = new Map<string, WriteOperation>()
    for (let index = 0; index < count; index++) {
      const collection = dice.pick(COLLECTIONS) ?? ''
      const id = count === BULK_OPERATIONS ? `bulk${index}` : `d${dice.index(this.#weather.documents)}`
      const operation: WriteOperation = dice.chance(0.15)
        ? { op: 'delete', collection, id }
        : { op: 'put', collection, document: { _id: id, by: `w${this.#writeSets}` } }
      operations.set(`${collection}:${id}`, operation)
    }
    const basedOn = dice.chance(0.3) ? this.#bound() : null
    return { kind: 'write', operations: [...operations.values()], basedOn }
  }

  #read(node: NodeName): Command {
    const dice = this.#dice
    const views = this.openViews(node)
    const view = dice.pick(views)
    const open = dice.unit()
    if (open < 0.05 && views.length < VIEWS_PER_NODE) return { kind: 'openReadView', at: dice.chance(0.5) ? null : this.#bound() }
    if (open > 0.97) return { kind: 'closeReadView', view: view ?? readViewId('r0.0') }
    const at: ReadAt =
      view !== null && dice.chance(0.4)
        ? { kind: 'view', view }
        : dice.chance(0.4)
          ? { kind: 'commit', commitId: this.#bound() }
          : dice.chance(0.01)
            ? { kind: 'view', view: readViewId('r9.9') }
            : { kind: 'newest' }
    return { kind: 'read', collection: dice.pick(COLLECTIONS) ?? '', id: `d${dice.index(this.#weather.documents)}`, at }
  }

  /** Mostly recent, sometimes old, now and then beyond what there is. */
  #bound(): CommitId {
    const dice = this.#dice
    const back = dice.chance(0.7) ? dice.index(3) : dice.index(this.#newest + 1)
    return commitId(Math.max(0, this.#newest + (dice.chance(0.05) ? 1 : 0) - back))
  }

  #malformed(): Command {
    const put = (collection: string, fields: JsonObject): WriteOperation => ({ op: 'put', collection, document: fields })
    const sets: readonly (readonly WriteOperation[])[] = [
      [],
      [put('no:tes', { _id: 'a' })],
      [put('notes', { _id: '' })],
      [put('notes', { _id: 'a', lone: '\ud800' })],
      [put('notes', { _id: 'a' }), { op: 'delete', collection: 'notes', id: 'a' }],
      [{ op: 'delete', collection: '', id: 'a' }],
    ]
    if (this.#dice.chance(BELOW_FLOOR_PART)) return { kind: 'read', collection: 'notes', id: 'a', at: BELOW_FLOOR }
    if (this.#dice.chance(TOO_LARGE_PART)) return TOO_LARGE
    return { kind: 'write', operations: this.#dice.pick(sets) ?? [], basedOn: null }
  }
}

import type { NodeName } from '../../aerodb/ids.ts'
import type { Fact } from '../../invariants/fact.ts'
import type { Choice } from '../choice.ts'
import type { Reach } from './reach.ts'
import type { FaultName } from './weather.ts'

/** Faults that wait for their moment: a crash for its effect, a full disk for a batch. They are reached where they strike. */
const WAITING: ReadonlySet<FaultName> = new Set(['crashAfter', 'fillDisk'])

export function waits(name: FaultName): boolean {
  return WAITING.has(name)
}

/** Choices by which a node dies, or may stop, without any crash. */
const ENDS: ReadonlySet<Choice['kind']> = new Set(['kill', 'failUnknown', 'abort'])

export class WaitingFaults {
  readonly #reach: Reach
  readonly #armed = new Set<NodeName>()
  #endsByItself = false

  constructor(reach: Reach) {
    this.#reach = reach
  }

  /** A choice that is about to be carried out. */
  before(choice: Choice): void {
    if (choice.kind === 'crashAfter') this.#armed.add(choice.node)
    this.#endsByItself = ENDS.has(choice.kind)
  }

  heard(fact: Fact): void {
    if (fact.kind === 'nodeDied' && this.#armed.delete(fact.node) && !this.#endsByItself) this.#reach.count('fault crashAfter')
    if (fact.kind !== 'observed' || fact.observation.kind !== 'batchAborted') return
    if (fact.observation.cause === 'QuotaExceededError') this.#reach.count('fault fillDisk')
  }
}

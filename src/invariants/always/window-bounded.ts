import { WINDOW_RECORDS } from '../../aerodb/replication/primary-session.ts'
import type { FactOf } from '../fact.ts'
import { inOrder } from '../in-order.ts'
import type { Bench, Invariant, Sitting } from '../invariant.ts'

/** The most that each Replica can have reported in its session: what it sent, whether it arrived or not. */
class Reported implements Sitting {
  readonly #sessions = new Map<string, number>()

  take(fact: FactOf<'sent' | 'observed'>, bench: Bench): void {
    const { node } = fact
    if (fact.kind === 'observed') {
      const { observation } = fact
      if (observation.kind !== 'sessionOpened' || bench.chronicle.node(node).role !== 'PrimaryActive') return
      this.#sessions.set(`${node}>${observation.peer}`, observation.fromLsn - 1)
      return
    }
    const { peer, frame } = fact
    if (frame.reportsLsn !== null) {
      const session = `${peer}>${node}`
      const before = this.#sessions.get(session)
      if (before !== undefined && frame.reportsLsn > before) this.#sessions.set(session, frame.reportsLsn)
    }
    if (frame.records === null) return
    const reported = this.#sessions.get(`${node}>${peer}`)
    if (reported === undefined) return
    const { firstLsn, lastLsn } = frame.records
    // Of a log that is no longer than the window, nothing can be beyond it.
    if (lastLsn <= WINDOW_RECORDS) return
    bench.check()
    if (lastLsn - reported > WINDOW_RECORDS && firstLsn - 1 > reported) {
      bench.breach([], { node, peer, firstLsn, lastLsn, reported, windowRecords: WINDOW_RECORDS })
    }
  }

  fork(): Reported {
    const fork = new Reported()
    for (const [session, lsn] of this.#sessions) fork.#sessions.set(session, lsn)
    return fork
  }

  memory() {
    return inOrder(this.#sessions)
  }
}

export const windowBounded: Invariant = {
  id: 'window-bounded',
  statement:
    'Past the window of records that a Replica has not reported, a Primary sends nothing, unless everything sent was reported.',
  rules: ['LOG-12'],
  hears: ['sent records', 'sent report', 'observed sessionOpened'],
  open: () => new Reported(),
}

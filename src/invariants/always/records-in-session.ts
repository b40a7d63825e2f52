import type { FrameLabel } from '../../aerodb/effect.ts'
import type { NodeName } from '../../aerodb/ids.ts'
import type { FactOf } from '../fact.ts'
import { inOrder } from '../in-order.ts'
import type { Bench, Invariant, Sitting } from '../invariant.ts'

/** A frame by its sender's life, and by its number in it. */
interface Sent {
  readonly incarnation: number
  readonly number: number
}

/** A Replica's side of its session with the Primary. */
interface Session {
  readonly isOpen: boolean
  /** The acceptance that opened it; null where the host doesn't show frames. */
  readonly accepted: Sent | null
  /** The last frame of each kind that arrived, and may be taken in this step. */
  readonly arrived: FrameLabel | null
}

const NONE: Session = { isOpen: false, accepted: null, arrived: null }

class Sessions implements Sitting {
  readonly #nodes = new Map<NodeName, Session>()

  take(fact: FactOf<'delivered' | 'observed' | 'nodeDied'>, bench: Bench): void {
    const { node } = fact
    const session = this.#nodes.get(node) ?? NONE
    if (fact.kind === 'nodeDied') this.#nodes.delete(node)
    else if (fact.kind === 'delivered') {
      const { frame } = fact
      if (frame.kind === 'accept' || frame.kind === 'records') this.#nodes.set(node, { ...session, arrived: frame })
    } else this.#observed(fact, session, bench)
  }

  fork(): Sessions {
    const fork = new Sessions()
    for (const [node, session] of this.#nodes) fork.#nodes.set(node, session)
    return fork
  }

  /** What only arrived is no part of it: it can be taken in its own step alone. */
  memory() {
    const open = [...this.#nodes].filter(([, { isOpen }]) => isOpen)
    return inOrder(open.map(([node, { accepted }]) => [node, accepted?.incarnation ?? 0, accepted?.number ?? 0] as const))
  }

  #observed({ node, observation }: FactOf<'observed'>, session: Session, bench: Bench): void {
    switch (observation.kind) {
      case 'sessionOpened': {
        const { arrived } = session
        const accepted = arrived?.kind === 'accept' ? { incarnation: arrived.incarnation, number: arrived.number } : null
        this.#nodes.set(node, { ...session, isOpen: true, accepted })
        return
      }
      case 'sessionEnded':
        this.#nodes.set(node, { ...session, isOpen: false })
        return
      case 'sessionChanged':
        if (observation.session !== 'streaming') this.#nodes.set(node, { ...session, isOpen: false })
        return
      case 'received': {
        bench.check()
        const { isOpen, accepted, arrived } = session
        const isLate = accepted !== null && arrived !== null && isBefore(arrived, accepted)
        const { peer, firstLsn, lastLsn } = observation
        if (!isOpen || isLate) bench.breach([], { node, peer, firstLsn, lastLsn, sessionIsOpen: isOpen, isLate })
        return
      }
      default:
        return
    }
  }
}

function isBefore(frame: Sent, other: Sent): boolean {
  return frame.incarnation < other.incarnation || (frame.incarnation === other.incarnation && frame.number < other.number)
}

export const recordsInSession: Invariant = {
  id: 'records-in-session',
  statement:
    'A Replica takes records only while a session is open, and only such as were sent after the acceptance that opened it.',
  rules: ['LOG-2', 'MODEL-8'],
  hears: [
    'delivered accept',
    'delivered records',
    'observed sessionOpened',
    'observed sessionEnded',
    'observed sessionChanged',
    'observed received',
    'nodeDied',
  ],
  open: () => new Sessions(),
}

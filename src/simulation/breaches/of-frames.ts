import { WINDOW_RECORDS } from '../../aerodb/replication/primary-session.ts'
import type { Fact } from '../../invariants/fact.ts'
import { otherDigest } from '../differences/open-cores.ts'
import { onKind, reseal } from '../forgery.ts'
import { N1, N2 } from '../rehearsal.ts'
import { type BreachCase, forged, lastFact, lastStated, mutated, type Story, startAll, withoutGuard } from './breach.ts'

const DOCUMENTS = 100

/** The Primary has more to ship than the window lets it, until the Replica has reported the first of it. */
const stalled: Story = (rehearsal) => {
  startAll(rehearsal)
  for (let written = 0; written < WINDOW_RECORDS + 2 * DOCUMENTS; written += DOCUMENTS) {
    const operations = Array.from({ length: DOCUMENTS }, (_, index) => {
      return { op: 'put', collection: 'notes', document: { _id: `d${index}` } } as const
    })
    rehearsal.write(operations)
  }
  rehearsal.landAll(N1)
  rehearsal.cluster.deliver(N1, N2)
  rehearsal.cluster.land(N2)
  rehearsal.cluster.deliver(N2, N1)
}

/** A commit is under way to the Replica. */
const shipping: Story = (rehearsal) => {
  startAll(rehearsal)
  rehearsal.putAndSettle('a', 'one')
  rehearsal.put('a', 'two')
  rehearsal.landAll(N1)
}

/** The Replica's report is under way. */
const reporting: Story = (rehearsal) => {
  shipping(rehearsal)
  rehearsal.cluster.deliver(N1, N2)
  rehearsal.landAll(N2)
}

export const OF_FRAMES: Readonly<Record<string, readonly BreachCase[]>> = {
  'divergence-heeded': [
    withoutGuard('a report of another state is passed over', 'reportedState', (rehearsal) => {
      reporting(rehearsal)
      rehearsal.cluster.take({ kind: 'deliverChanged', change: 'spoilReport', from: N2, to: N1, index: 0, position: 1 })
      rehearsal.put('a', 'three')
    }),
    withoutGuard('records that claim to follow another chain digest are taken', 'frameChain', (rehearsal) => {
      reporting(rehearsal)
      rehearsal.cluster.settle()
      rehearsal.put('a', 'three')
      rehearsal.landAll(N1)
      rehearsal.cluster.deliver(N1, N2, 0, (bytes) =>
        reseal(
          bytes,
          onKind('records', (body) => ({ ...body, chainBefore: otherDigest(body.chainBefore) })),
        ),
      )
      rehearsal.read(N2, 'a')
    }),
    withoutGuard('a repeated record of another chain digest is passed over', 'frameSameChain', (rehearsal) => {
      startAll(rehearsal)
      rehearsal.put('a', 'one')
      rehearsal.landAll(N1)
      rehearsal.cluster.duplicate(N1, N2)
      rehearsal.landAll(N2)
      rehearsal.cluster.take({ kind: 'deliverChanged', change: 'spoilEnd', from: N1, to: N2, index: 0, position: 3 })
      rehearsal.read(N2, 'a')
    }),
  ],
  'damage-heeded': [
    forged(
      'damaged records are passed over',
      (rehearsal) => {
        shipping(rehearsal)
        rehearsal.cluster.take({ kind: 'deliverChanged', change: 'spoilRecords', from: N1, to: N2, index: 0, position: 8 * 30 })
      },
      lastStated(N2, 'frameRefused', (stated) => ({ ...stated, consequence: 'discard' })),
    ),
  ],
  'records-in-session': [
    forged(
      'records are taken once the session is over',
      (rehearsal) => {
        reporting(rehearsal)
        rehearsal.cluster.linkDown(N1, N2)
      },
      (facts) => {
        const isTaken = (fact: Fact) => fact.kind === 'observed' && fact.observation.kind === 'received'
        const taken = facts.findLast(isTaken)
        return taken === undefined ? facts : [...facts, taken]
      },
    ),
    forged(
      'records are taken that were sent before their session was opened',
      reporting,
      lastFact(
        'delivered',
        ({ frame }) => frame.kind === 'records',
        (fact) => [{ ...fact, frame: { ...fact.frame, number: 0 } }],
      ),
    ),
    forged(
      'a session is opened by an acceptance that was sent after its records',
      reporting,
      lastFact(
        'delivered',
        ({ frame }) => frame.kind === 'accept',
        (fact) => [{ ...fact, frame: { ...fact.frame, number: 99 } }],
      ),
    ),
  ],
  'sessions-between-equals': [
    withoutGuard('a session opens between nodes of other members', 'sameConfiguration', (rehearsal) => {
      startAll(rehearsal)
      const { cluster } = rehearsal
      cluster.kill(N2, 'lost')
      cluster.configure(N2, { nodes: [N2, N1, N1] })
      cluster.start(N2)
      cluster.settle()
    }),
  ],
  'frames-verified': [
    withoutGuard('a frame of another protocol is believed', 'sameProtocol', (rehearsal) => {
      startAll(rehearsal)
      rehearsal.put('a', 'one')
      rehearsal.landAll(N1)
      rehearsal.cluster.take({ kind: 'deliverChanged', change: 'otherProtocol', from: N1, to: N2, index: 0, position: 0 })
    }),
  ],
  'window-bounded': [mutated('records are sent beyond the window', 'LOG-12', stalled)],
  'staleness-as-observed': [
    mutated('a Replica out of reach claims that it knows all there is', 'READ-6', (rehearsal) => {
      startAll(rehearsal)
      rehearsal.putAndSettle('a', 'one')
      rehearsal.statePositions()
      rehearsal.put('a', 'two')
      rehearsal.landAll(N1)
      rehearsal.cluster.deliver(N1, N2)
      rehearsal.cluster.linkDown(N1, N2)
      rehearsal.statePositions()
    }),
  ],
}

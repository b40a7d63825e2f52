import { WINDOW_RECORDS } from '../../aerodb/replication/primary-session.ts'
import { N1, N2, type Rehearsal } from '../rehearsal.ts'
import { inTurn, type Occasions, shipping, unreadable, written } from './occasion.ts'

const relinked = (rehearsal: Rehearsal) => {
  rehearsal.relink(N1, N2)
  rehearsal.cluster.settle()
}

/** The same records arrive twice. */
const twice = inTurn(shipping, ({ cluster }) => {
  cluster.duplicate(N1, N2)
  cluster.deliver(N1, N2)
})

/** Records arrive once their session is over. */
const late = inTurn(shipping, (rehearsal) => {
  const records = rehearsal.intercept(N1, N2)
  relinked(rehearsal)
  rehearsal.cluster.inject(N1, N2, records)
})

const DOCUMENTS = 100

/** The Primary has more to ship than the window lets it. */
const stalled = inTurn(written, (rehearsal) => {
  const documents = Array.from({ length: DOCUMENTS }, (_, index) => ({ _id: `d${index}` }))
  for (let records = 0; records < WINDOW_RECORDS + 2 * DOCUMENTS; records += DOCUMENTS) {
    rehearsal.write(documents.map((own) => ({ op: 'put', collection: 'notes', document: own })))
  }
  rehearsal.landAll(N1)
  rehearsal.statePositions()
})

export const OF_FRAMES: Occasions = {
  'frame-refused': { happens: unreadable(N1, N2), doesNot: unreadable(N2, N1) },
  'frame-ended-session': { happens: unreadable(N2, N1), doesNot: unreadable(N1, N2) },
  'duplicate-ignored': { happens: twice, doesNot: late },
  'late-frame-discarded': { happens: late, doesNot: twice },
  'stalled-window-freed': {
    happens: inTurn(stalled, ({ cluster }) => {
      cluster.deliver(N1, N2)
      cluster.land(N2)
      cluster.deliver(N2, N1)
    }),
    doesNot: inTurn(stalled, ({ cluster }) => {
      cluster.deliver(N1, N2)
      cluster.land(N2)
    }),
  },
  // Both ends say so.
  'session-from-prefix': { happens: inTurn(written, relinked), doesNot: written, times: 2 },
}

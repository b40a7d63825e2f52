import type { Landing } from '../choice.ts'
import { N1, N2, type Rehearsal } from '../rehearsal.ts'
import { halted, inTurn, type Occasions, shipping, unreadable, writing, written } from './occasion.ts'

const killed = (name: typeof N1, batch: Landing) => (rehearsal: Rehearsal) => rehearsal.cluster.kill(name, batch)
const restarting = ({ cluster }: Rehearsal) => {
  cluster.kill(N2, 'lost')
  cluster.start(N2)
}
const restarted = (rehearsal: Rehearsal) => rehearsal.restart(N2)
/** Records are on their way to the Replica's disk. */
const appending = inTurn(shipping, ({ cluster }) => cluster.deliver(N1, N2))
/** A halt is on its way to the Replica's disk. */
const halting = unreadable(N1, N2)

export const OF_CRASHES: Occasions = {
  'crash-before-acknowledgement': {
    happens: inTurn(writing, killed(N1, 'lands')),
    doesNot: inTurn(writing, killed(N1, 'lost')),
  },
  'crash-between-append-and-apply': {
    happens: inTurn(appending, killed(N2, 'lands')),
    doesNot: inTurn(appending, killed(N2, 'lost')),
  },
  'crash-between-halt-and-word-of-it': {
    happens: inTurn(halting, killed(N2, 'lands')),
    doesNot: inTurn(halting, killed(N2, 'lost')),
  },
  'crash-after-start-landed': {
    happens: inTurn(written, restarting, killed(N2, 'lands')),
    doesNot: inTurn(written, restarting, killed(N2, 'lost')),
  },
  'crash-during-recovery': {
    happens: inTurn(written, restarting, killed(N2, 'lost')),
    doesNot: inTurn(written, restarted, killed(N2, 'lost')),
  },
  'halt-returned-to': {
    happens: inTurn(halted, restarted),
    doesNot: inTurn(halting, restarted),
  },
}

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

/** Frames arrive until a batch is on its way to the Replica's disk. */
const untilWriting = ({ cluster }: Rehearsal) => {
  while (cluster.at(N2).writing === null) {
    const [link] = cluster.busyLinks()
    if (link === undefined) throw new Error('nothing is under way, and nothing is written')
    cluster.deliver(...link)
  }
}
/** A resume is on its way to the Replica's disk. */
const resuming = inTurn(halted, ({ cluster }) => cluster.command(N2, { kind: 'resume' }), untilWriting)
/** The end of a log is on its way to the Replica's disk. */
const discarding = inTurn(halted, ({ cluster }) => cluster.command(N2, { kind: 'bootstrap', unproven: 'refuse' }), untilWriting)

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
  'crash-after-resume-landed': {
    happens: inTurn(resuming, killed(N2, 'lands')),
    doesNot: inTurn(resuming, killed(N2, 'lost')),
  },
  'crash-after-discard-landed': {
    happens: inTurn(discarding, killed(N2, 'lands')),
    doesNot: inTurn(discarding, killed(N2, 'lost')),
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

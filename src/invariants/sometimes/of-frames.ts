import type { Fact } from '../fact.ts'
import type { Sometimes, Watch } from './sometimes.ts'

function refusedAs(code: string): () => Watch {
  return () => (fact) => fact.kind === 'observed' && fact.observation.kind === 'frameRefused' && fact.observation.code === code
}

function refusedTo(consequence: 'halt' | 'endSession'): () => Watch {
  return () => (fact) =>
    fact.kind === 'observed' && fact.observation.kind === 'frameRefused' && fact.observation.consequence === consequence
}

/** A Primary that had records to send and no room has sent again. */
function freed(): Watch {
  const stalled = new Set<string>()
  return (fact: Fact) => {
    if (fact.kind === 'positioned') {
      for (const { peer, stalled: isStalled } of fact.position.peers) if (isStalled) stalled.add(`${fact.node}>${peer}`)
      return false
    }
    return fact.kind === 'sent' && fact.frame.records !== null && stalled.delete(`${fact.node}>${fact.peer}`)
  }
}

export const OF_FRAMES: readonly Sometimes[] = [
  {
    id: 'frame-refused',
    statement: 'A Replica refused a frame and halted.',
    hears: ['observed frameRefused'],
    open: refusedTo('halt'),
  },
  {
    id: 'frame-ended-session',
    statement: 'A Primary refused a frame and ended the session.',
    hears: ['observed frameRefused'],
    open: refusedTo('endSession'),
  },
  {
    id: 'duplicate-ignored',
    statement: 'A frame that repeated what was there was ignored.',
    hears: ['observed frameRefused'],
    open: refusedAs('AERO_FRAME_DUPLICATE'),
  },
  {
    id: 'late-frame-discarded',
    statement: 'A frame of another session was discarded.',
    hears: ['observed frameRefused'],
    open: refusedAs('AERO_FRAME_OTHER_SESSION'),
  },
  {
    id: 'stalled-window-freed',
    statement: 'A session that had stalled for reports has sent records again.',
    hears: ['positioned', 'sent records'],
    open: freed,
  },
  {
    id: 'session-from-prefix',
    statement: 'A session began behind a prefix that was proven, and not at the first record.',
    hears: ['observed sessionOpened'],
    open: () => (fact) => fact.kind === 'observed' && fact.observation.kind === 'sessionOpened' && fact.observation.fromLsn > 1,
  },
]

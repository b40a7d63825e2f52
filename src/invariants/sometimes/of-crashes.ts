import type { PersistPurpose } from '../../aerodb/effect.ts'
import type { NodeName } from '../../aerodb/ids.ts'
import type { Heard } from '../hearing.ts'
import type { Sometimes, Watch } from './sometimes.ts'

/** What a node says first of a batch of this kind that has landed. */
const WORD_OF_IT = {
  start: 'observed roleChanged',
  primaryAppend: 'observed durable',
  replicaAppend: 'observed durable',
  halt: 'observed roleChanged',
  resume: 'observed roleChanged',
  discard: 'observed discarded',
} as const satisfies { readonly [Purpose in PersistPurpose]: Heard }

/** A batch of this kind landed, and its node died before it could say so. */
function diedAfterLanding(purpose: PersistPurpose): Pick<Sometimes, 'hears' | 'open'> {
  const open = (): Watch => {
    const landed = new Set<NodeName>()
    return (fact) => {
      if (fact.kind === 'landed') landed.add(fact.node)
      else if (fact.kind === 'observed') landed.delete(fact.node)
      return fact.kind === 'nodeDied' && landed.delete(fact.node)
    }
  }
  return { hears: [`landed ${purpose}`, WORD_OF_IT[purpose], 'nodeDied'], open }
}

/** A node that died halted came back halted. */
function returnedToHalt(): Watch {
  const halted = new Set<NodeName>()
  return (fact, chronicle) => {
    if (fact.kind === 'nodeDied') {
      if (chronicle.node(fact.node).role === 'ReplicationHalted') halted.add(fact.node)
      return false
    }
    return (
      fact.kind === 'observed' &&
      fact.observation.kind === 'roleChanged' &&
      fact.observation.role === 'ReplicationHalted' &&
      halted.delete(fact.node)
    )
  }
}

export const OF_CRASHES: readonly Sometimes[] = [
  {
    id: 'crash-before-acknowledgement',
    statement: 'A commit landed, and the Primary died before it was applied or acknowledged.',
    ...diedAfterLanding('primaryAppend'),
  },
  {
    id: 'crash-between-append-and-apply',
    statement: 'Records landed on a Replica, and it died before it applied them.',
    ...diedAfterLanding('replicaAppend'),
  },
  {
    id: 'crash-between-halt-and-word-of-it',
    statement: 'A halt landed, and the node died before it said so.',
    ...diedAfterLanding('halt'),
  },
  {
    id: 'crash-after-start-landed',
    statement: 'A start landed, and the node died before it took its role.',
    ...diedAfterLanding('start'),
  },
  {
    id: 'crash-after-resume-landed',
    statement: 'A resume landed, and the node died before it said so.',
    ...diedAfterLanding('resume'),
  },
  {
    id: 'crash-after-discard-landed',
    statement: 'A log was discarded, and the node died before it said so.',
    ...diedAfterLanding('discard'),
  },
  {
    id: 'crash-during-recovery',
    statement: 'A node died while it was recovering.',
    hears: ['nodeDied'],
    open: () => (fact, chronicle) => fact.kind === 'nodeDied' && chronicle.node(fact.node).role === 'Recovering',
  },
  {
    id: 'halt-returned-to',
    statement: 'A node that died halted came back halted.',
    hears: ['nodeDied', 'observed roleChanged'],
    open: returnedToHalt,
  },
]

import type { PersistPurpose } from '../../aerodb/effect.ts'
import type { NodeName } from '../../aerodb/ids.ts'
import type { Fact } from '../fact.ts'
import type { Sometimes, Watch } from './sometimes.ts'

/** A batch of this kind landed, and its node died before it could say so. */
function diedAfterLanding(purpose: PersistPurpose): () => Watch {
  return () => {
    const landed = new Set<NodeName>()
    return (fact: Fact) => {
      if (fact.kind === 'landed') {
        if (fact.purpose === purpose) landed.add(fact.node)
        else landed.delete(fact.node)
        return false
      }
      if (fact.kind === 'observed') {
        landed.delete(fact.node)
        return false
      }
      return fact.kind === 'nodeDied' && landed.delete(fact.node)
    }
  }
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
    hears: ['landed', 'observed', 'nodeDied'],
    open: diedAfterLanding('primaryAppend'),
  },
  {
    id: 'crash-between-append-and-apply',
    statement: 'Records landed on a Replica, and it died before it applied them.',
    hears: ['landed', 'observed', 'nodeDied'],
    open: diedAfterLanding('replicaAppend'),
  },
  {
    id: 'crash-between-halt-and-word-of-it',
    statement: 'A halt landed, and the node died before it said so.',
    hears: ['landed', 'observed', 'nodeDied'],
    open: diedAfterLanding('halt'),
  },
  {
    id: 'crash-after-start-landed',
    statement: 'A start landed, and the node died before it took its role.',
    hears: ['landed', 'observed', 'nodeDied'],
    open: diedAfterLanding('start'),
  },
  {
    id: 'crash-after-resume-landed',
    statement: 'A resume landed, and the node died before it said so.',
    hears: ['landed', 'observed', 'nodeDied'],
    open: diedAfterLanding('resume'),
  },
  {
    id: 'crash-after-discard-landed',
    statement: 'A log was discarded, and the node died before it said so.',
    hears: ['landed', 'observed', 'nodeDied'],
    open: diedAfterLanding('discard'),
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
    hears: ['nodeDied', 'observed'],
    open: returnedToHalt,
  },
]

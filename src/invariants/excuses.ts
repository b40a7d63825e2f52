import type { NodeName } from '../aerodb/ids.ts'
import type { Damage, DamageKind } from './damage.ts'

type Excuses = { readonly [Kind in DamageKind]: { readonly [invariant: string]: string } }

/**
 * Damage beyond what the proofs assume, which invariants it breaks, and why. What is not listed has to hold all the same: a flipped bit, for one,
 * excuses nothing, since it has to be found before anything is believed.
 */
const EXCUSES: Excuses = {
  batchBitFlipped: {},
  manifestBitFlipped: {},
  otherFormat: {},
  tailLost: {
    'no-acknowledged-write-lost':
      'A-Disk does not hold: the disk lost what it had reported durable, and the client had been told (FAIL-65 to FAIL-67)',
    'reads-equal-primary': 'commits that were lost could be read before, and their numbers are taken anew (FAIL-66)',
    'write-sets-atomic': 'the number of a commit that was lost names another one now (FAIL-66)',
    'base-unchanged': 'the number of a commit that was lost names another one now (FAIL-66)',
    'snapshot-isolation': 'a commit that was acknowledged is gone, and its number is taken anew (FAIL-67)',
  },
  batchLost: {
    'no-acknowledged-write-lost': 'A-Disk does not hold: the batch was reported durable and never landed (FAIL-67)',
    'reads-equal-primary': 'a commit that was lost could be read before, and its number is taken anew (FAIL-66)',
    'write-sets-atomic': 'the number of a commit that was lost names another one now (FAIL-66)',
    'base-unchanged': 'the number of a commit that was lost names another one now (FAIL-66)',
    'snapshot-isolation': 'a commit that was acknowledged is gone, and its number is taken anew (FAIL-67)',
    'halt-survives-restart': 'the batch that was lost may have held the halt',
  },
  wiped: {
    'no-acknowledged-write-lost': 'the disk is empty (FAIL-63)',
    'halt-survives-restart': 'the halt was on the disk',
  },
  staleRead: {
    'no-acknowledged-write-lost': 'the start was shown a log without it, and wrote on behind that',
    'reads-equal-primary': 'commits that the stale read left out could be read before, and their numbers are taken anew',
    'write-sets-atomic': 'the number of a commit that was left out names another one now',
    'base-unchanged': 'the number of a commit that was left out names another one now',
    'snapshot-isolation': 'a commit that was acknowledged was left out, and its number is taken anew',
    'halt-survives-restart': 'the start was shown a manifest from before the halt',
  },
  recreated: {
    'no-acknowledged-write-lost': 'an operator made the disk anew',
    'halt-survives-restart': 'an operator made the disk anew',
    'reads-equal-primary': 'an operator made the disk anew',
    'snapshot-isolation': 'an operator began another history',
  },
  authorityShared: {
    'single-writer': 'A-Authority does not hold: the host granted the authority twice. Two Primaries that meet must still halt',
  },
}

export interface DamageDone {
  readonly node: NodeName
  readonly damage: Damage
}

/** In words, what explains that an invariant does not hold where these nodes are concerned; null where nothing does. */
export function excuseFor(invariant: string, about: readonly NodeName[], done: readonly DamageDone[]): string | null {
  for (const { node, damage } of done) {
    const reason = EXCUSES[damage.kind][invariant]
    if (reason !== undefined && about.includes(node)) return `${damage.kind} on ${node}: ${reason}`
  }
  return null
}

import { digestHex } from '../../aerodb/digest.ts'
import type { Effect } from '../../aerodb/effect.ts'
import type { DatabaseNode } from '../../aerodb/node.ts'
import type { Observation } from '../../aerodb/observation.ts'
import { foldedEffects } from './folded-effects.ts'

/**
 * What a step gave, so that a replay can be held to it. Positions stand in full wherever they moved; all effects together, frames and answers
 * included, are folded into one number.
 */
export interface Given {
  /** Where the node stands after a step that moved it: durable LSN, applied CommitId, chain digest, state digest. */
  readonly at?: readonly [durableLsn: number, appliedCommitId: number, chainDigest: string, stateDigest: string]
  /** Where its role changed. */
  readonly role?: string
  readonly incarnation?: number
  /** 32 bits over every effect, in order. Absent: it had none. */
  readonly sum?: number
  /** It broke: a bug of the engine's own. */
  readonly threw?: string
}

/** Facts that move neither a digest nor a role; whatever is not among them may. */
const STANDS_STILL: ReadonlySet<Observation['kind']> = new Set([
  'sessionChanged',
  'received',
  'frameRefused',
  'sessionOpened',
  'sessionRefused',
  'sessionEnded',
  'batchAborted',
  'readViewOpened',
  'readViewClosed',
])

const NOTHING: Given = {}

/** Of the step that has just given these effects. */
export function givenBy(node: Pick<DatabaseNode, 'position'>, effects: readonly Effect[]): Given {
  if (effects.length === 0) return NOTHING
  const sum = foldedEffects(effects)
  if (!effects.some(isMove)) return { sum }
  const { durableLsn, appliedCommitId, chainDigest, stateDigest, role, incarnation } = node.position()
  const at = [durableLsn, appliedCommitId, digestHex(chainDigest), digestHex(stateDigest)] as const
  return effects.some(isRoleChange) ? { at, role, incarnation, sum } : { at, sum }
}

export function thrownBy(thrown: unknown): Given {
  return { threw: thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown) }
}

function isMove(effect: Effect): boolean {
  return effect.kind === 'observe' && !STANDS_STILL.has(effect.observation.kind)
}

function isRoleChange(effect: Effect): boolean {
  return effect.kind === 'observe' && effect.observation.kind === 'roleChanged'
}

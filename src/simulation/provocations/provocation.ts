import type { Outcome } from '../../aerodb/command.ts'
import type { Hash128 } from '../../aerodb/digest.ts'
import type { AeroError, Evidence } from '../../aerodb/error.ts'
import type { NodeName } from '../../aerodb/ids.ts'
import type { Guards } from '../../aerodb/rules/guards.ts'
import type { UnknownOutcome } from '../../invariants/fact.ts'
import type { Rehearsal } from '../rehearsal.ts'

/** What a node said when a rule failed, wherever it said it. */
export interface Refused {
  readonly rule: string
  readonly code: string
  readonly evidence: Evidence
}

/** A way to make one guard fail through `step` alone, and what it has to say then. */
export interface Provocation {
  readonly guard: keyof Guards
  readonly situation: string
  /** Part of the evidence that has to be there. */
  readonly evidence: Evidence
  readonly provoke: (hash: Hash128) => Refused
}

/** Of an answer. */
export function refusedIn(outcome: Outcome | UnknownOutcome | undefined): Refused {
  if (outcome?.kind !== 'rejected' && outcome?.kind !== 'refused') throw new Error(`the answer is ${outcome?.kind}`)
  return fromError(outcome.error)
}

/** Of a halt. */
export function haltOf(rehearsal: Rehearsal, name: NodeName): Refused {
  const { halt, role } = rehearsal.position(name)
  if (halt === null) throw new Error(`${name} is ${role}`)
  return halt
}

/** Of a refused start. */
export function refusalOf(rehearsal: Rehearsal, name: NodeName): Refused {
  const { refusal, role } = rehearsal.position(name)
  if (refusal === null) throw new Error(`${name} is ${role}`)
  return fromError(refusal)
}

/** The rule within the evidence of a composition, such as RECOVERY-5 or LOG-7. */
export function violationIn({ evidence }: Refused): Refused {
  const { violated, code } = evidence
  if (typeof violated !== 'string' || typeof code !== 'string') throw new Error('the evidence names no rule')
  return { rule: violated, code, evidence }
}

/** Of the last frame that the node did not believe or did not need. */
export function lastFrameRefused(rehearsal: Rehearsal, name: NodeName): Refused {
  const last = rehearsal.stated(name, 'frameRefused').at(-1)
  if (last === undefined) throw new Error(`${name} refused no frame`)
  return last
}

/** Of the last session that the node refused. */
export function lastSessionRefused(rehearsal: Rehearsal, name: NodeName): Refused {
  const last = rehearsal.stated(name, 'sessionRefused').at(-1)
  if (last === undefined) throw new Error(`${name} refused no session`)
  return last
}

function fromError({ rule = '', code, evidence = {} }: AeroError): Refused {
  return { rule, code, evidence }
}

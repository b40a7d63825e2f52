import type { LinkCondition } from './contract.ts'

/** A condition that meets a number of frames and then lets all pass. */
export type CountedCondition = Extract<LinkCondition, { readonly count?: number }>

const UNCOUNTED: readonly LinkCondition['kind'][] = ['pass', 'hold', 'cut']

export function isCounted(condition: LinkCondition): condition is CountedCondition {
  return !UNCOUNTED.includes(condition.kind)
}

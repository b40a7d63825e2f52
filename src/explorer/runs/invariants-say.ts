import type { InvariantVerdict } from '../../cluster/contract.ts'
import { counted } from '../design/counted.ts'

/** All invariants in one line. What was never put to the test is counted apart: it holds of nothing. */
export function invariantsSay(verdicts: readonly InvariantVerdict[]): string {
  const broken = verdicts.filter(({ holds, excusedBy }) => !holds && excusedBy === undefined).length
  const excused = verdicts.filter(({ holds, excusedBy }) => !holds && excusedBy !== undefined).length
  const untested = verdicts.filter(({ holds, checks }) => holds && checks === 0).length
  const holding = verdicts.length - broken - excused - untested
  return [
    ...(broken === 0 ? [] : [`${counted(broken, 'invariant is', 'invariants are')} broken`]),
    counted(holding, 'invariant holds', 'invariants hold'),
    ...(excused === 0 ? [] : [`${excused} broken by damage`]),
    ...(untested === 0 ? [] : [`${untested} not tested yet`]),
  ].join(', ')
}

import type { Explanation as EngineExplanation } from '../aerodb/inspection.ts'
import type { Explanation } from './contract.ts'

/** In the words of the automation contract: the rules that were asked, then the names of those that were not. */
export function explanationOf({ subject, rules, conclusion }: EngineExplanation): Explanation {
  return {
    subject,
    rules: rules.flatMap(({ rule, verdict, evidence }) =>
      verdict === 'notReached' ? [] : [{ rule, holds: verdict === 'holds', evidence }],
    ),
    notReached: rules.flatMap(({ rule, verdict }) => (verdict === 'notReached' ? [rule] : [])),
    conclusion,
  }
}

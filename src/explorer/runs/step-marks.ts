import type { Verdict } from './runs-store.ts'

/** What is to be said of one step beside what happened in it. */
export interface StepMark {
  /** Counts from 0. */
  readonly step: number
  readonly says: string
  readonly tone: 'wrong' | 'refused'
}

/** Where a run first differs, where it first goes wrong, and where the engine as it is would not have gone along. */
export function marksOf(verdict: Verdict): readonly StepMark[] {
  if (verdict.kind !== 'judged') return []
  const { firstDifference, breach, weakened } = verdict.replay
  const parting = weakened?.parting ?? null
  return [
    ...(parting === null || weakened === undefined
      ? []
      : [
          {
            step: parting.step,
            says: parting.refusal === null ? 'the engine as it is goes another way' : `${weakened.without.rule} refuses here`,
            tone: 'refused' as const,
          },
        ]),
    ...(firstDifference === undefined
      ? []
      : [{ step: firstDifference.step, says: '✗ differs from what was recorded', tone: 'wrong' as const }]),
    ...(breach === undefined ? [] : [{ step: breach.step, says: `✗ breaks ${breach.invariant}`, tone: 'wrong' as const }]),
  ]
}

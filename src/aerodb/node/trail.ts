import type { Evidence } from '../error.ts'
import type { Explanation, RuleEvaluation } from '../inspection.ts'
import { type Ask, type Guard, OK, refusalOf } from '../rules/guard.ts'

/** One question that was put to a rule, and its answer. Evidence is drawn up only when someone wants to see it. */
export interface Asked {
  readonly rule: string
  readonly holds: boolean
  evidence(): Evidence
}

/** With the facts that it was put with, and nothing else: of thousands, hardly one is looked at. */
class Question<Facts extends readonly unknown[]> implements Asked {
  readonly #guard: Guard<Facts>
  readonly #facts: Facts
  readonly holds: boolean

  constructor(guard: Guard<Facts>, facts: Facts, holds: boolean) {
    this.#guard = guard
    this.#facts = facts
    this.holds = holds
  }

  get rule(): string {
    return this.#guard.rule
  }

  evidence(): Evidence {
    return this.#guard.evidence(...this.#facts)
  }
}

/** The questions behind one decision, in order. */
export class Trail {
  readonly #asked: Asked[] = []

  readonly ask: Ask = (guard, ...facts) => {
    const holds = guard.holds(...facts)
    this.#asked.push(new Question(guard, facts, holds))
    return holds ? OK : refusalOf(guard, facts)
  }

  get asked(): readonly Asked[] {
    return this.#asked
  }
}

/** A decision that can be explained: what it was about, what was asked, what would have been asked, and how it ended. */
export interface Decision {
  readonly subject: string
  readonly asked: readonly Asked[]
  /** Every rule that such a decision may ask, in order. */
  readonly checks: readonly string[]
  readonly conclusion: string
}

export function explain({ subject, asked, checks, conclusion }: Decision): Explanation {
  const rules: RuleEvaluation[] = asked.map((answer) => ({
    rule: answer.rule,
    verdict: answer.holds ? 'holds' : 'fails',
    evidence: answer.evidence(),
  }))
  if (asked.some(({ holds }) => !holds)) {
    const reached = new Set(asked.map(({ rule }) => rule))
    const from = Math.max(...asked.map(({ rule }) => checks.indexOf(rule)))
    for (const rule of checks.slice(from + 1)) if (!reached.has(rule)) rules.push({ rule, verdict: 'notReached', evidence: {} })
  }
  return { subject, rules, conclusion }
}

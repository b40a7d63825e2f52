import type { Choice } from '../choice.ts'
import { calm } from './calm.ts'
import { type Failure, isSameFailure } from './failure.ts'
import { Run, type Script } from './run.ts'

/** Runs that a shrinking may take: a short list is worth some time, not all of it. */
const MOST_ATTEMPTS = 3000

export interface Shrunk {
  readonly choices: readonly Choice[]
  readonly failure: Failure
  readonly attempts: number
}

/** Plays a list of choices; those that are not possible any more are passed over. A calm follows, as after any storm. */
export function replayChoices(script: Script, choices: readonly Choice[]): Run {
  const run = new Run(script)
  for (const choice of choices) {
    if (run.failure !== null) return run
    run.take(choice)
  }
  calm(run)
  return run
}

/**
 * The shortest list that delta debugging finds whose run fails in the same way: parts of it are left out, large ones first, as long as the
 * failure stays. What is left is needed, each choice of it, unless MOST_ATTEMPTS cut the search short.
 */
export function shrink(script: Script, storm: readonly Choice[], failure: Failure): Shrunk {
  const search = new Shrinking(script, storm, failure)
  for (let size = Math.ceil(storm.length / 2); size > 1; size = Math.floor(size / 2)) search.leaveOut(size)
  for (let removed = search.leaveOut(1); removed; ) removed = search.leaveOut(1)
  return search.shrunk
}

class Shrinking {
  readonly #script: Script
  readonly #failure: Failure
  #choices: readonly Choice[]
  #found: Failure
  #attempts = 0

  constructor(script: Script, storm: readonly Choice[], failure: Failure) {
    this.#script = script
    this.#choices = storm
    this.#failure = failure
    this.#found = failure
  }

  get shrunk(): Shrunk {
    return { choices: this.#choices, failure: this.#found, attempts: this.#attempts }
  }

  /** Tries to do without each part of that size; returns whether it could do without any. */
  leaveOut(size: number): boolean {
    const before = this.#choices.length
    for (let start = 0; start < this.#choices.length && this.#attempts < MOST_ATTEMPTS; ) {
      if (!this.#doesWithout(start, size)) start += size
    }
    return this.#choices.length < before
  }

  #doesWithout(start: number, size: number): boolean {
    const candidate = [...this.#choices.slice(0, start), ...this.#choices.slice(start + size)]
    this.#attempts += 1
    const found = replayChoices(this.#script, candidate).failure
    if (!isSameFailure(this.#failure, found)) return false
    this.#choices = candidate
    this.#found = found
    return true
  }
}

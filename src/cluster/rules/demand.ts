import { type Guard, refusalOf } from '../../aerodb/rules/guard.ts'
import { AeroFailure } from '../../platform/failure.ts'

/**
 * Asks a rule of a command.
 * @throws AeroFailure with the rule and its evidence, where it fails: the command is impossible, and nothing was done
 */
export function demand<Facts extends readonly unknown[]>(guard: Guard<Facts>, ...facts: Facts): void {
  if (!guard.holds(...facts)) throw failureOf(guard, ...facts)
}

/** For whoever knows already that the rule fails. */
export function failureOf<Facts extends readonly unknown[]>(guard: Guard<Facts>, ...facts: Facts): AeroFailure {
  return new AeroFailure(refusalOf(guard, facts).error)
}

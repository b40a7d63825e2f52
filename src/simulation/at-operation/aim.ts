import { STRIKES, type Strike, strikeName } from './strike.ts'

/** A strike at the disk operation of this number, counted from 1 over all nodes. */
export interface Blow {
  readonly strike: Strike
  readonly operation: number
}

export interface Aim {
  readonly first: Blow
  /** Counted over the operations of the recovery from the first; null: no second strike. */
  readonly second: Blow | null
}

/** As a command line takes it: `crash-lost@3`, or `crash-lost@3+aborted-once@2`. */
export function aimText({ first, second }: Aim): string {
  return second === null ? blowText(first) : `${blowText(first)}+${blowText(second)}`
}

/** Null where it is no aim. */
export function parseAim(text: string): Aim | null {
  const [first = null, second = null, ...more] = text.split('+').map(parseBlow)
  if (first === null || more.length > 0 || (second === null && text.includes('+'))) return null
  return { first, second }
}

function blowText({ strike, operation }: Blow): string {
  return `${strikeName(strike)}@${operation}`
}

function parseBlow(text: string): Blow | null {
  const [, name, operation] = /^([a-z-]+)@([1-9]\d{0,5})$/.exec(text) ?? []
  const strike = STRIKES.find((candidate) => strikeName(candidate) === name)
  return strike === undefined ? null : { strike, operation: Number(operation) }
}

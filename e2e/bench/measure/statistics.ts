/**
 * The middle value; the mean of the two middle ones where their number is even.
 * @throws {RangeError} for no values, or one that is not finite: a measure that is missing must not pass for a number
 */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('no values')
  if (!values.every(Number.isFinite)) throw new RangeError(`not finite: ${values.join(', ')}`)
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** The order of `items` in round `round` (from 0): rotated by one place a round, so that none always runs first or after the same load. */
export function rotated<Item>(items: readonly Item[], round: number): readonly Item[] {
  const shift = items.length === 0 ? 0 : round % items.length
  return [...items.slice(shift), ...items.slice(0, shift)]
}

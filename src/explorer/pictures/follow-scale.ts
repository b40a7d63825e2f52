/** A record that has just come is to stay in the picture for about this long while it follows. */
const LEAST_SECONDS_SHOWN = 1.2
/** With this much to spare, the picture comes closer again. Far from the first, so that it does not go to and fro. */
const SPARE_SECONDS_SHOWN = 5

/**
 * How far a picture that follows the newest record steps back, so that it can be read at the present rate: halvings of the chosen scale.
 * 0 shows it as chosen.
 */
export function stepsBack(current: number, chosenPixelsPerRecord: number, recordsPerSecond: number, width: number): number {
  const secondsShown = (steps: number) =>
    recordsPerSecond === 0 ? Number.POSITIVE_INFINITY : ((width / chosenPixelsPerRecord) * 2 ** steps) / recordsPerSecond
  let steps = current
  while (steps < 12 && secondsShown(steps) < LEAST_SECONDS_SHOWN) steps += 1
  while (steps > 0 && secondsShown(steps) > SPARE_SECONDS_SHOWN) steps -= 1
  return steps
}

const RATE_MILLIS = 1000

/** Growth of a number that lasts: what is only seen for a moment, as when a log is first read, is none. */
export class GrowthRate {
  #samples: readonly { readonly at: number; readonly value: number }[] = []

  /**
   * Takes the number as it is now and answers its growth per second: that of the last second or of the one before, whichever is less. 0
   * until it was seen for two. A number that shrank begins anew.
   */
  sample(value: number, now: number): number {
    const newest = this.#samples.at(-1)
    const kept = newest !== undefined && value < newest.value ? [] : this.#samples
    const oldest = kept.findLastIndex(({ at }) => at <= now - 2 * RATE_MILLIS)
    this.#samples = [...kept.slice(Math.max(0, oldest)), { at: now, value }]
    const before = this.#valueAt(now - RATE_MILLIS)
    const longBefore = this.#valueAt(now - 2 * RATE_MILLIS)
    if (before === null || longBefore === null) return 0
    return (Math.min(value - before, before - longBefore) * 1000) / RATE_MILLIS
  }

  /** The last that was known of it then; null where it was not seen yet. */
  #valueAt(at: number): number | null {
    return this.#samples.findLast((sample) => sample.at <= at)?.value ?? null
  }
}

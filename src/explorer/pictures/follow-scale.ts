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

/** Growth of a number over the last second. */
export class GrowthRate {
  #samples: { readonly at: number; readonly value: number }[] = []

  /** Takes the number as it is now and answers its growth per second. A number that shrank begins anew. */
  sample(value: number, now: number): number {
    const newest = this.#samples.at(-1)
    if (newest !== undefined && value < newest.value) this.#samples = []
    this.#samples.push({ at: now, value })
    while (this.#samples.length > 2 && now - (this.#samples[1]?.at ?? now) >= RATE_MILLIS) this.#samples.shift()
    const oldest = this.#samples[0]
    if (oldest === undefined || now <= oldest.at) return 0
    return ((value - oldest.value) * 1000) / Math.max(RATE_MILLIS, now - oldest.at)
  }
}

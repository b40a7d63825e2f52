/** Numbers that change more often than this can't be read, and cost the workers their time. */
const LEAST_MILLIS = 60
/** A page that takes long to draw is drawn less often: so that this many times as long as it took is left for everything else. */
const REST = 2
/** Though never less often than this. */
const MOST_MILLIS = 300

export type Drawing = 'begun' | 'nothingNew'

export interface PacedPage {
  /** Begins to draw what is newest, unless that is on the page already. Once begun, `shown` is to be called when it is on the page. */
  draw(): Drawing
  nowMillis(): number
  /** Calls back after so many milliseconds. Returns the function that cancels. */
  after(millis: number, call: () => void): () => void
}

/**
 * When the page is drawn anew: the first change at once, those that follow no sooner than can be read and than the page can keep up with, the
 * last of them always. Never again before what was begun is shown.
 */
export class ViewPace {
  readonly #page: PacedPage
  #state: 'resting' | 'waiting' | 'drawing' = 'resting'
  #changedMeanwhile: 'changed' | 'same' = 'same'
  #begunAt = 0
  #notBefore = Number.NEGATIVE_INFINITY
  #cancel: () => void = () => undefined

  constructor(page: PacedPage) {
    this.#page = page
  }

  /** There is something newer than what is shown, or than what is being drawn. */
  changed(): void {
    if (this.#state === 'drawing') this.#changedMeanwhile = 'changed'
    if (this.#state !== 'resting') return
    const wait = this.#notBefore - this.#page.nowMillis()
    if (wait <= 0) {
      this.#draw()
      return
    }
    this.#state = 'waiting'
    this.#cancel = this.#page.after(wait, () => this.#draw())
  }

  /** What was drawn is on the page. */
  shown(): void {
    if (this.#state !== 'drawing') return
    this.#state = 'resting'
    const now = this.#page.nowMillis()
    this.#notBefore = now + Math.min(MOST_MILLIS, Math.max(LEAST_MILLIS, REST * (now - this.#begunAt)))
    if (this.#changedMeanwhile === 'changed') this.changed()
  }

  stop(): void {
    this.#cancel()
    this.#state = 'resting'
  }

  #draw(): void {
    this.#state = 'drawing'
    this.#changedMeanwhile = 'same'
    this.#begunAt = this.#page.nowMillis()
    if (this.#page.draw() === 'nothingNew') this.#state = 'resting'
  }
}

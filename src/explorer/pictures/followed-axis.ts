import { type AxisGestures, bindAxisGestures } from './axis-gestures.ts'
import { type AxisLimits, type AxisView, confined, followed, revealing, showsNewest, zoomedAbout } from './axis-view.ts'
import { GrowthRate, stepsBack } from './follow-scale.ts'

export interface FollowedAxisOptions {
  /** The scale before a person has chosen one. */
  defaultScale(limits: AxisLimits): number
  /** A person moved or scaled the axis: it has to be painted anew. */
  changed(): void
  /** Where a press is for something else than the axis. */
  ignores(event: Event): boolean
}

/**
 * The axis of a picture: it follows the newest number until a person moves away from it, and steps back for as long as numbers come too
 * quickly to be read.
 */
export class FollowedAxis {
  readonly #options: FollowedAxisOptions
  readonly #gestures: AxisGestures
  readonly #rate = new GrowthRate()
  #view: AxisView = { origin: 1, pixelsPerUnit: 1 }
  #limits: AxisLimits = { mostPixelsPerUnit: 1, comfortPixelsPerUnit: 1, first: 1, last: 1 }
  #width = 0
  /** Null until a person has chosen. While the axis follows, it may step back from the scale that was chosen. */
  #chosenScale: number | null = null
  #stepsBack = 0
  #perSecond = 0
  #following = true

  constructor(element: HTMLElement, options: FollowedAxisOptions) {
    this.#options = options
    this.#gestures = bindAxisGestures(element, {
      moved: (view, how) => this.#moved(view, how),
      ignores: (event) => options.ignores(event),
    })
  }

  get view(): AxisView {
    return this.#view
  }

  get limits(): AxisLimits {
    return this.#limits
  }

  get following(): boolean {
    return this.#following
  }

  /** How fast the newest number grows, where the axis stepped back for it; null while it shows the scale that was chosen. */
  get steppedBackFor(): number | null {
    return this.#following && this.#stepsBack > 0 ? Math.round(this.#perSecond) : null
  }

  /** Takes over what there is to show. To be called before each painting; the time, in milliseconds, never decreases. */
  settle(limits: AxisLimits, width: number, now: number): AxisView {
    this.#limits = limits
    this.#width = width
    this.#perSecond = this.#rate.sample(limits.last, now)
    if (this.#following) {
      const scale = this.#chosenScale ?? this.#options.defaultScale(limits)
      this.#stepsBack = stepsBack(this.#stepsBack, scale, this.#perSecond, width)
      this.#view = followed({ ...this.#view, pixelsPerUnit: scale / 2 ** this.#stepsBack }, limits, width)
    } else this.#view = confined(this.#view, limits, width)
    this.#gestures.adopt(this.#view)
    return this.#view
  }

  follow(): void {
    this.#following = true
    this.#options.changed()
  }

  zoomBy(factor: number, atPixel: number): void {
    this.#moved(zoomedAbout(this.#view, factor, atPixel), 'zoomed')
  }

  showAll(): void {
    this.#following = false
    this.#view = confined({ origin: this.#limits.first, pixelsPerUnit: 0 }, this.#limits, this.#width)
    this.#options.changed()
  }

  /** Moves no further than needed for the number to be seen, and follows no longer if it has to move. */
  reveal(number: number): void {
    const view = confined(revealing(this.#view, number, this.#width), this.#limits, this.#width)
    if (view.origin !== this.#view.origin) this.#following = false
    this.#view = view
    this.#options.changed()
  }

  release(): void {
    this.#gestures.release()
  }

  #moved(asked: AxisView, how: 'panned' | 'zoomed'): AxisView {
    const view = confined(asked, this.#limits, this.#width)
    if (how === 'panned') this.#following = showsNewest(view, this.#limits, this.#width) && view.origin >= this.#view.origin
    if (how === 'zoomed' || this.#stepsBack > 0) this.#chosenScale = view.pixelsPerUnit
    this.#stepsBack = 0
    this.#view = this.#following ? followed(view, this.#limits, this.#width) : view
    this.#options.changed()
    return this.#view
  }
}

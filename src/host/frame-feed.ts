import type { FrameNotice } from './protocol.ts'

/** A picture is drawn sixty times a second, and more frames than this in one of its frames are a blur: they are counted. */
const FRAMES_LISTED_PER_WINDOW = 32
const WINDOW_MILLIS = 16
/** Frames that were altered are listed beyond that: they are what a halt is explained with. */
const ALTERED_LISTED_PER_WINDOW = 8

/** Gathers what happened to frames, one by one while they are few. */
export class FrameFeed {
  #listed: FrameNotice[] = []
  #unlisted = 0
  #windowEndsMillis = 0
  #roomInWindow = 0
  #roomForAltered = 0

  get empty(): boolean {
    return this.#listed.length === 0 && this.#unlisted === 0
  }

  add(notice: FrameNotice, nowMillis: number): void {
    if (nowMillis >= this.#windowEndsMillis) {
      this.#windowEndsMillis = nowMillis + WINDOW_MILLIS
      this.#roomInWindow = FRAMES_LISTED_PER_WINDOW
      this.#roomForAltered = ALTERED_LISTED_PER_WINDOW
    }
    if (this.#roomInWindow > 0) {
      this.#roomInWindow--
      this.#listed.push(notice)
    } else if (isAltered(notice) && this.#roomForAltered > 0) {
      this.#roomForAltered--
      this.#listed.push(notice)
    } else {
      this.#unlisted++
    }
  }

  take(): { readonly frames: readonly FrameNotice[]; readonly framesUnlisted: number } {
    const taken = { frames: this.#listed, framesUnlisted: this.#unlisted }
    this.#listed = []
    this.#unlisted = 0
    return taken
  }
}

function isAltered({ fate }: FrameNotice): boolean {
  return fate === 'bitFlipped' || fate === 'truncated'
}

import type { FrameNotice } from './protocol.ts'

/** A picture is drawn sixty times a second, and more frames than this in one of its frames are a blur: they are counted. */
const FRAMES_LISTED_PER_WINDOW = 32
const WINDOW_MILLIS = 16

/** Gathers what happened to frames, one by one while they are few. */
export class FrameFeed {
  #listed: FrameNotice[] = []
  #unlisted = 0
  #windowEndsMillis = 0
  #roomInWindow = 0

  get empty(): boolean {
    return this.#listed.length === 0 && this.#unlisted === 0
  }

  add(notice: FrameNotice, nowMillis: number): void {
    if (nowMillis >= this.#windowEndsMillis) {
      this.#windowEndsMillis = nowMillis + WINDOW_MILLIS
      this.#roomInWindow = FRAMES_LISTED_PER_WINDOW
    }
    if (this.#roomInWindow > 0) {
      this.#roomInWindow--
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

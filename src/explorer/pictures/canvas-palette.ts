import type { Hue } from '../design/standing.ts'

/** The page's tokens as a canvas needs them: plain colours, for the theme that shows now. */
export interface CanvasPalette {
  readonly canvas: string
  readonly raised: string
  readonly line: string
  readonly lineStrong: string
  readonly text: string
  readonly muted: string
  readonly accent: string
  readonly data: string
  readonly words: string
  readonly hue: Readonly<Record<Hue, string>>
  readonly ink: Readonly<Record<Hue, string>>
  readonly on: Readonly<Record<Hue, string>>
  readonly soft: Readonly<Record<Hue, string>>
}

const HUES: readonly Hue[] = ['version', 'commit', 'healthy', 'halted', 'gc', 'held', 'marker', 'primary']

export function readPalette(element: Element): CanvasPalette {
  const style = getComputedStyle(element)
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim()
  const family = (form: string) => {
    const [version, commit, healthy, halted, gc, held, marker, primary] = HUES.map((hue) => token(`${form}-${hue}`))
    return {
      version: version ?? '',
      commit: commit ?? '',
      healthy: healthy ?? '',
      halted: halted ?? '',
      gc: gc ?? '',
      held: held ?? '',
      marker: marker ?? '',
      primary: primary ?? '',
    }
  }
  return {
    canvas: token('surface-canvas'),
    raised: token('surface-raised'),
    line: token('line'),
    lineStrong: token('line-strong'),
    text: token('text'),
    muted: token('text-muted'),
    accent: token('accent'),
    data: token('font-data'),
    words: token('font-words'),
    hue: family('hue'),
    ink: family('ink'),
    on: family('on'),
    soft: family('soft'),
  }
}

/** Calls back whenever the theme or the fonts may have changed. Returns the function that stops. */
export function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  let watching = true
  void document.fonts.ready.then(() => (watching ? changed() : undefined))
  return () => {
    watching = false
    observer.disconnect()
  }
}

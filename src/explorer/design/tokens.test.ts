import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const CSS = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

/** The colours that one block of tokens.css gives, by name without the dashes. */
function palette(theme: 'dark' | 'light'): ReadonlyMap<string, string> {
  const block = new RegExp(`\\[data-theme=["']${theme}["']\\] \\{([^}]*)\\}`).exec(CSS)?.[1]
  if (block === undefined) throw new Error(`tokens.css has no block for ${theme}`)
  return new Map(
    [...block.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6});/g)].flatMap(([, name, colour]) =>
      name !== undefined && colour !== undefined ? [[name, colour]] : [],
    ),
  )
}

/** Relative luminance, as WCAG 2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return channel <= 0.040_45 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string): number {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y)
  return (lighter + 0.05) / (darker + 0.05)
}

const SURFACES = ['canvas', 'panel', 'card', 'raised', 'hover', 'overlay'].map((name) => `surface-${name}`)
const HUES = ['version', 'commit', 'healthy', 'halted', 'gc', 'held', 'marker', 'primary']
const TEXTS = ['text', 'text-secondary', 'text-muted', 'accent', ...HUES.map((hue) => `ink-${hue}`)]

for (const theme of ['dark', 'light'] as const)
  describe(`the ${theme} theme`, () => {
    const colours = palette(theme)
    const colour = (name: string): string => {
      const found = colours.get(name)
      if (found === undefined) throw new Error(`tokens.css has no --${name} for ${theme}`)
      return found
    }

    it.each(TEXTS)('--%s can be read on every surface: contrast 4.5 at least', (text) => {
      for (const surface of SURFACES)
        expect(contrast(colour(text), colour(surface)), `${text} on ${surface}`).toBeGreaterThanOrEqual(4.5)
    })

    it.each(HUES)('text on a soft fill of %s can be read', (hue) => {
      for (const text of ['text', `ink-${hue}`])
        expect(contrast(colour(text), colour(`soft-${hue}`)), text).toBeGreaterThanOrEqual(4.5)
    })

    it.each(HUES)('text written on a fill of %s can be read', (hue) => {
      expect(contrast(colour(`on-${hue}`), colour(`hue-${hue}`))).toBeGreaterThanOrEqual(4.5)
    })

    it.each(HUES)('a shape of hue %s stands out from every surface: contrast 3 at least', (hue) => {
      for (const surface of SURFACES) expect(contrast(colour(`hue-${hue}`), colour(surface)), surface).toBeGreaterThanOrEqual(3)
    })

    it('the text of a filled button and of the focus ring can be seen', () => {
      expect(contrast(colour('on-accent'), colour('accent'))).toBeGreaterThanOrEqual(4.5)
      for (const surface of SURFACES) expect(contrast(colour('focus'), colour(surface))).toBeGreaterThanOrEqual(3)
    })
  })

it('both themes name the same tokens', () => {
  expect([...palette('light').keys()].toSorted()).toEqual([...palette('dark').keys()].toSorted())
})

it('the contrast is the one that WCAG 2 states: 21 for black on white', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
})

import { remembered } from './remembered.ts'

export type Theme = 'system' | 'light' | 'dark'
export const THEMES: readonly Theme[] = ['system', 'light', 'dark']

/** The key that public/theme.js reads before the first paint. */
export const rememberedTheme = remembered<Theme>(
  'aerodb.theme',
  'system',
  (stored) => THEMES.find((theme) => theme === stored) ?? null,
  (theme) => theme,
)

const LIGHT = '(prefers-color-scheme: light)'

/** Shows the page in a theme, and follows the system for as long as `system` is chosen. Returns the function that stops following. */
export function showTheme(theme: Theme): () => void {
  const system = matchMedia(LIGHT)
  const apply = () => {
    document.documentElement.dataset.theme = theme === 'system' ? (system.matches ? 'light' : 'dark') : theme
  }
  apply()
  if (theme !== 'system') return () => undefined
  system.addEventListener('change', apply)
  return () => system.removeEventListener('change', apply)
}

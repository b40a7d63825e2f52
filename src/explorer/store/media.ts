import { useSyncExternalStore } from 'react'

/** Wide enough for everything beside each other; narrower, the inspector folds into a drawer. */
export const WIDE = '(min-width: 1180px)'
/** A phone: the pictures stack. */
export const NARROW = '(max-width: 719px)'

/** Whether the inspector lies above the pictures, in a drawer. */
export function isFolded(): boolean {
  return !matchMedia(WIDE).matches
}

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = matchMedia(query)
      media.addEventListener('change', changed)
      return () => media.removeEventListener('change', changed)
    },
    () => matchMedia(query).matches,
  )
}

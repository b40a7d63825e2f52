import { useSyncExternalStore } from 'react'

/** Wide enough for everything beside each other; narrower, the inspector folds into a drawer. */
export const WIDE = '(min-width: 1180px)'
/** A phone: the pictures stack. */
export const NARROW = '(max-width: 719px)'

/** Whether the inspector lies above the pictures, in a drawer. */
export function isFolded(): boolean {
  return !mediaOf(WIDE).matches
}

const queries = new Map<string, MediaQueryList>()

/** Kept: it is asked at every rendering, and making it costs more than asking it. */
function mediaOf(query: string): MediaQueryList {
  const media = queries.get(query) ?? matchMedia(query)
  queries.set(query, media)
  return media
}

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = mediaOf(query)
      media.addEventListener('change', changed)
      return () => media.removeEventListener('change', changed)
    },
    () => mediaOf(query).matches,
  )
}

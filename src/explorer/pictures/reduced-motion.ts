const QUERY = '(prefers-reduced-motion: reduce)'

/** Kept, since it is asked at every animation frame, and making it costs more than asking it. */
let query: MediaQueryList | null = null

/** Whether the person has asked for positions to change without travel. Asked anew whenever something would move. */
export function prefersReducedMotion(): boolean {
  query ??= matchMedia(QUERY)
  return query.matches
}

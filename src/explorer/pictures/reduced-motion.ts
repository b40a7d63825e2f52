const QUERY = '(prefers-reduced-motion: reduce)'

/** Whether the person has asked for positions to change without travel. Asked anew whenever something would move. */
export function prefersReducedMotion(): boolean {
  return matchMedia(QUERY).matches
}

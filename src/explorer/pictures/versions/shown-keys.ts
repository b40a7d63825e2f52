/**
 * Which keys have a row. Those shown keep their place for as long as they are among the recent ones, so that rows can be read while
 * others change; free rows go to the keys changed last. `pinned` keys always have one.
 *
 * @param shown the keys that have a row now
 * @param recent keys by their last change, newest first
 */
export function shownKeys(
  shown: readonly string[],
  recent: readonly string[],
  pinned: readonly string[],
  rows: number,
): readonly string[] {
  const candidates = new Set(recent)
  const kept = new Set(pinned)
  for (const key of shown) if (kept.size < rows && candidates.has(key)) kept.add(key)
  for (const key of recent) if (kept.size < rows) kept.add(key)
  return inOrder([...kept])
}

/** As `shownKeys`, with the row that was changed longest ago given to the newest key that has none. */
export function exchangedKeys(shown: readonly string[], recent: readonly string[], pinned: readonly string[]): readonly string[] {
  const newcomer = recent.find((key) => !shown.includes(key))
  if (newcomer === undefined) return shown
  const age = (key: string) => {
    const place = recent.indexOf(key)
    return place < 0 ? Number.POSITIVE_INFINITY : place
  }
  const [oldest] = shown.filter((key) => !pinned.includes(key)).toSorted((a, b) => age(b) - age(a))
  if (oldest === undefined || age(oldest) < age(newcomer)) return shown
  return inOrder([...shown.filter((key) => key !== oldest), newcomer])
}

const order = new Intl.Collator('en', { numeric: true })

function inOrder(keys: readonly string[]): readonly string[] {
  return keys.toSorted((a, b) => order.compare(a, b))
}

/**
 * Several judges look at the same document, manifest or batch, one right after the other: the last reading is kept for the next of them. What
 * is read is never mutated, so it stays true.
 */
export function rememberingLast<Source extends object, Reading>(read: (source: Source) => Reading): (source: Source) => Reading {
  let last: { readonly source: Source; readonly reading: Reading } | null = null
  return (source) => {
    if (last === null || last.source !== source) last = { source, reading: read(source) }
    return last.reading
  }
}

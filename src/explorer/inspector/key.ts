/** A document's key in its two parts. Only the id may hold further colons. (DOC-2) */
export function splitKey(key: string): { readonly collection: string; readonly id: string } {
  const at = key.indexOf(':')
  return at < 0 ? { collection: key, id: '' } : { collection: key.slice(0, at), id: key.slice(at + 1) }
}

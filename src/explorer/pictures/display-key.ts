/** `collection:id` as a person reads it. A collection's name holds no colon (DOC-2), so the first one parts them. */
export function displayKey(key: string): string {
  const { collection, id } = splitKey(key)
  return `${collection}/${id}`
}

export function splitKey(key: string): { readonly collection: string; readonly id: string } {
  const at = key.indexOf(':')
  return at < 0 ? { collection: '', id: key } : { collection: key.slice(0, at), id: key.slice(at + 1) }
}

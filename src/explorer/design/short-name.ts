/** A name of a node as long as there is room for: what tells names apart is often their end, so the middle goes. `most` letters, at least 3. */
export function shortName(name: string, most: number): string {
  if (name.length <= most) return name
  const end = Math.floor((most - 1) / 2)
  return `${name.slice(0, most - 1 - end)}…${name.slice(name.length - end)}`
}

type Entry = readonly [name: string | number, ...rest: readonly unknown[]]

/** Entries of a memory, by name: the same memory is the same list, in whatever order it came about. */
export function inOrder<E extends Entry>(entries: Iterable<E>): readonly E[] {
  const list = [...entries]
  return list.length < 2 ? list : list.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
}

export function namesInOrder<Name extends string>(names: Iterable<Name>): readonly Name[] {
  return [...names].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

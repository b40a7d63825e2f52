/** What stands in a record under a name that someone chose: nothing that every object has, as `constructor` is, counts as there. */
export function ownValue<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

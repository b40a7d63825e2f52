/**
 * What a person chose, kept in this browser from one visit to the next. Where storage is blocked, or holds something else than a choice,
 * the choice is the default: nothing depends on it.
 */
export interface Remembered<Value> {
  read(): Value
  write(value: Value): void
}

export function remembered<Value>(
  key: string,
  fallback: Value,
  parse: (stored: string) => Value | null,
  print: (value: Value) => string,
): Remembered<Value> {
  return {
    read() {
      try {
        const stored = localStorage.getItem(key)
        return stored === null ? fallback : (parse(stored) ?? fallback)
      } catch {
        return fallback
      }
    },
    write(value) {
      try {
        localStorage.setItem(key, print(value))
      } catch {
        // Storage is blocked or full: the choice holds until the page is left.
      }
    },
  }
}

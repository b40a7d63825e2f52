import { useState } from 'react'

/** The same value for as long as its key is the same, whatever is given in between. */
export function useStable<Value>(value: Value, key: string): Value {
  const [kept, setKept] = useState({ value, key })
  if (kept.key === key) return kept.value
  setKept({ value, key })
  return value
}

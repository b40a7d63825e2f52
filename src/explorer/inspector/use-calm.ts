import { useEffect, useRef, useState } from 'react'

/** The newest value, but renewed at most once in `periodMillis`: for what would be too quick to read, or too dear to ask for. */
export function useCalm<Value>(value: Value, periodMillis: number): Value {
  const [shown, setShown] = useState(value)
  const shownAt = useRef(Number.NEGATIVE_INFINITY)
  useEffect(() => {
    const wait = shownAt.current + periodMillis - performance.now()
    const renew = () => {
      shownAt.current = performance.now()
      setShown(value)
    }
    if (wait <= 0) {
      renew()
      return
    }
    const timer = setTimeout(renew, wait)
    return () => clearTimeout(timer)
  }, [value, periodMillis])
  return shown
}

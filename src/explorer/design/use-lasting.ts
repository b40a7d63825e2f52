import { useEffect, useState } from 'react'

/** Whether something holds, and has held for `millis` without a break: what comes and goes with every commit is not worth a word. */
export function useLasting(holds: boolean, millis: number): boolean {
  const [lasts, setLasts] = useState(false)
  useEffect(() => {
    if (!holds) return undefined
    const timer = setTimeout(() => setLasts(true), millis)
    return () => {
      clearTimeout(timer)
      setLasts(false)
    }
  }, [holds, millis])
  return holds && lasts
}

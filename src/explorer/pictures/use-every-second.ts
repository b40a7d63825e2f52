import { useEffect, useEffectEvent, useState } from 'react'

/** What `read` gives, read anew once a second: for texts that change too often to be read otherwise. `same` keeps what is shown. */
export function useEverySecond<Value>(read: () => Value, same: (before: Value, now: Value) => boolean): Value {
  const [value, setValue] = useState(read)
  const reread = useEffectEvent(() => {
    const now = read()
    setValue((before) => (same(before, now) ? before : now))
  })
  useEffect(() => {
    const timer = setInterval(() => reread(), 1000)
    return () => clearInterval(timer)
  }, [])
  return value
}

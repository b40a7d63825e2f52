import { deferred } from '../platform/deferred.ts'

/** Web Locks as this project uses them: exclusive, and freed by the platform when whoever holds them ends, however it ends. */

/** Never settles: a lock held on it is held until this context ends. */
const UNTIL_THE_END: Promise<void> = deferred<void>().promise

/** Resolves once the lock is held. It is held until this context ends. */
export function holdLock(name: string): Promise<void> {
  const held = deferred<void>()
  navigator.locks
    .request(name, () => {
      held.resolve()
      return UNTIL_THE_END
    })
    .catch(held.reject)
  return held.promise
}

/** Where the lock is free: holds it until this context ends or `release` is called. Null, at once, where it is not. */
export function tryToHoldLock(name: string): Promise<{ readonly release: () => void } | null> {
  const held = deferred<{ readonly release: () => void } | null>()
  const released = deferred<void>()
  navigator.locks
    .request(name, { ifAvailable: true }, (lock) => {
      held.resolve(lock === null ? null : { release: () => released.resolve() })
      return lock === null ? undefined : released.promise
    })
    .catch(held.reject)
  return held.promise
}

/** Does the work while the lock is held. */
export async function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  return navigator.locks.request(name, work)
}

/** Resolves once nobody holds the lock and nobody was waiting before. */
export async function whenLockIsFree(name: string): Promise<void> {
  await navigator.locks.request(name, () => undefined)
}

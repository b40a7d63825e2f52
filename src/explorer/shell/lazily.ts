import { type ComponentType, type LazyExoticComponent, lazy } from 'react'

const parts: (() => Promise<unknown>)[] = []

/** A part of the page that is loaded when it is first shown, or sooner, by `loadTheRest`. Shown within a `Suspense`. */
export function lazily<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  parts.push(load)
  return lazy(async () => ({ default: await load() }))
}

/** Loads every part, one after the other, whenever the page has nothing else to do: so that it is there once it is asked for. */
export function loadTheRest(): void {
  const [next] = parts.splice(0, 1)
  if (next === undefined) return
  requestIdleCallback(() => {
    // Whoever shows the part asks for it again, and is told then.
    next().then(loadTheRest, loadTheRest)
  })
}

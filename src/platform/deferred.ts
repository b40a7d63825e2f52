/** A promise that is settled from outside. Settling it again changes nothing. */
export interface Deferred<T> {
  readonly promise: Promise<T>
  readonly resolve: (value: T) => void
  readonly reject: (reason: unknown) => void
}

export function deferred<T>(): Deferred<T> {
  const settlers: Pick<Deferred<T>, 'resolve' | 'reject'>[] = []
  const promise = new Promise<T>((resolve, reject) => {
    settlers.push({ resolve, reject })
  })
  return {
    promise,
    resolve: (value) => settlers[0]?.resolve(value),
    reject: (reason) => settlers[0]?.reject(reason),
  }
}

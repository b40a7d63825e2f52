import { deferred } from '../../platform/deferred.ts'

/** Resolves once this thread has done what else was waiting. */
export async function nextTask(): Promise<void> {
  const { port1, port2 } = new MessageChannel()
  const { promise, resolve } = deferred<void>()
  port1.onmessage = () => resolve()
  port2.postMessage(null)
  await promise
  port1.close()
}

import type { YardstickReply, YardstickRequest } from '../workers/serve.ts'

const START = {
  rawIndexedDb: () => new Worker(new URL('../workers/raw-indexeddb.ts', import.meta.url), { type: 'module' }),
  sqlite: () => new Worker(new URL('../workers/beside/sqlite.ts', import.meta.url), { type: 'module' }),
  dexie: () => new Worker(new URL('../workers/beside/dexie.ts', import.meta.url), { type: 'module' }),
  pglite: () => new Worker(new URL('../workers/beside/pglite.ts', import.meta.url), { type: 'module' }),
}

export type YardstickName = keyof typeof START

/** Starts the worker of a yardstick and lets it measure itself once. */
export function measureYardstick(name: YardstickName, request: YardstickRequest): Promise<YardstickReply> {
  return new Promise((resolve, reject) => {
    const worker = START[name]()
    worker.onmessage = (event: MessageEvent<YardstickReply>) => resolve(event.data)
    worker.onerror = (event) => reject(new Error(event.message))
    worker.postMessage(request)
  })
}

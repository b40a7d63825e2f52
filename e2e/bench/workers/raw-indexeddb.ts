import { serve, type Yardstick, type YardstickRequest } from './serve.ts'

const STORE = 'wal'

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('benchmark', 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE)
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** Nothing but the durable transaction that AeroDB's own batch is: one put of one binary value under an increasing number. */
async function open({ values }: YardstickRequest): Promise<Yardstick> {
  const database = await openDatabase()
  let puts = 0
  return {
    description: `IndexedDB, durability strict, one value of ${values[0]?.length ?? 0} bytes a transaction`,
    commit: () =>
      new Promise((resolve, reject) => {
        const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' })
        transaction.objectStore(STORE).put(values[puts % values.length], puts + 1)
        puts += 1
        transaction.oncomplete = () => resolve()
        transaction.onabort = () => reject(transaction.error)
        transaction.commit()
      }),
  }
}

serve(open)

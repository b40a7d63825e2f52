import { diskName } from '../../../src/host/names.ts'

export interface ReadBackRequest {
  readonly clusterId: string
  readonly node: string
}

export interface ReadBackReply {
  readonly values: number
  readonly bytes: number
}

/** What recovery must at least do: a worker starts, opens the node's disk, and reads every stored batch. */
async function readBack({ clusterId, node }: ReadBackRequest): Promise<ReadBackReply> {
  const database = await openDisk(diskName(clusterId, node))
  const values = await new Promise<readonly unknown[]>((resolve, reject) => {
    const request = database.transaction('wal').objectStore('wal').getAll()
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  return {
    values: values.length,
    bytes: values.reduce<number>((sum, value) => sum + (value instanceof Uint8Array ? value.byteLength : 0), 0),
  }
}

function openDisk(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name)
    request.onupgradeneeded = () => request.transaction?.abort()
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

addEventListener('message', (event: MessageEvent<ReadBackRequest>) => {
  readBack(event.data).then(postMessage, (error: unknown) => {
    throw error
  })
})

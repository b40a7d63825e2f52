import { type DBSchema, type IDBPDatabase, openDB, unwrap } from 'idb'
import type { DiskBatch, DiskContents } from '../aerodb/disk.ts'
import { lsn } from '../aerodb/ids.ts'
import type { BatchFailure } from '../aerodb/input.ts'
import { deferred } from '../platform/deferred.ts'
import { AeroFailure } from '../platform/failure.ts'
import { batchFailureOf } from './batch-failure.ts'
import { hostError } from './host-error.ts'
import { diskName } from './names.ts'

/** Of the IndexedDB database's own layout. What a later version wrote is left alone. */
const DISK_SCHEMA_VERSION = 1

const MANIFEST_KEY = 'manifest'

interface DiskSchema extends DBSchema {
  /** Stored batches under the LSN of their first record. */
  wal: { key: number; value: Uint8Array }
  manifest: { key: string; value: Uint8Array }
}

/**
 * One node's disk: an IndexedDB database. A batch is one strict transaction, so it is all or nothing, and flushed before it is called durable.
 * (WAL-10) Whoever opens it must hold the disk's lock.
 */
export class Disk {
  readonly #database: IDBPDatabase<DiskSchema>
  readonly #raw: IDBDatabase

  constructor(database: IDBPDatabase<DiskSchema>) {
    this.#database = database
    this.#raw = unwrap(database)
  }

  /**
   * Everything on it, as of one moment.
   * @throws AeroFailure AERO_HOST_DISK_UNREADABLE
   */
  async read(): Promise<DiskContents> {
    try {
      return await this.#contents()
    } catch (thrown) {
      throw new AeroFailure(readError(this.#database.name, thrown))
    }
  }

  async #contents(): Promise<DiskContents> {
    const transaction = this.#database.transaction(['wal', 'manifest'])
    const [keys, values, manifest] = await Promise.all([
      transaction.objectStore('wal').getAllKeys(),
      transaction.objectStore('wal').getAll(),
      transaction.objectStore('manifest').get(MANIFEST_KEY),
      transaction.done,
    ])
    const batches = keys.map((key, index) => ({ firstLsn: lsn(key), bytes: bytesOf(values[index]) }))
    return { manifest: manifest === undefined ? null : bytesOf(manifest), batches }
  }

  /**
   * Calls back once: with null when the batch is durable, else with why it is not. Works on the raw database, since it is on every commit's path.
   */
  persist(batch: DiskBatch, settled: (failure: BatchFailure | null) => void): void {
    try {
      const transaction = this.#raw.transaction(storesOf(batch), 'readwrite', { durability: 'strict' })
      transaction.oncomplete = () => settled(null)
      transaction.onabort = () => settled(batchFailureOf(transaction.error))
      if (batch.discardLog === 'all') transaction.objectStore('wal').clear()
      if (batch.putManifest !== null) transaction.objectStore('manifest').put(compact(batch.putManifest), MANIFEST_KEY)
      if (batch.putBatch !== null) transaction.objectStore('wal').put(compact(batch.putBatch.bytes), batch.putBatch.firstLsn)
      transaction.commit()
    } catch (thrown) {
      // Closed under us, or a bug: either way the node can't go on with this disk.
      const cause = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)
      queueMicrotask(() => settled({ outcome: 'unknown', cause }))
    }
  }

  /** Runs one strict transaction over the log and the manifest: for an operator's acts, and for damage. */
  async change(work: (wal: IDBObjectStore, manifest: IDBObjectStore) => void): Promise<void> {
    const changed = deferred<void>()
    const transaction = this.#raw.transaction(['wal', 'manifest'], 'readwrite', { durability: 'strict' })
    transaction.oncomplete = () => changed.resolve()
    transaction.onabort = () => changed.reject(new AeroFailure(writeError(transaction.error)))
    work(transaction.objectStore('wal'), transaction.objectStore('manifest'))
    await changed.promise
  }

  close(): void {
    this.#database.close()
  }
}

/**
 * `lost` is called if the platform takes the database away while it is open: its data was cleared, or another context wants to delete it.
 * @throws AeroFailure AERO_HOST_INDEXEDDB_UNAVAILABLE, AERO_HOST_DATABASE_NEWER, AERO_HOST_DISK_UNREADABLE
 */
export async function openDisk(clusterId: string, node: string, lost: (cause: string) => void): Promise<Disk> {
  const name = diskName(clusterId, node)
  if (globalThis.indexedDB === undefined) throw new AeroFailure(withoutIndexedDb())
  try {
    return new Disk(
      await openDB<DiskSchema>(name, DISK_SCHEMA_VERSION, {
        upgrade(database) {
          database.createObjectStore('wal')
          database.createObjectStore('manifest')
        },
        blocking: () => lost('another context asks to delete it or to raise its version'),
        terminated: () => lost('the browser closed it'),
      }),
    )
  } catch (thrown) {
    throw new AeroFailure(openError(name, thrown))
  }
}

export function withoutIndexedDb() {
  return hostError(
    'AERO_HOST_INDEXEDDB_UNAVAILABLE',
    'this browser offers no IndexedDB here, and without a disk no node runs: leave private browsing, or allow site data',
    { missing: 'indexedDB' },
  )
}

/** Why a database did not open, by its name. A newer one was written by a later version of this page; it is not touched. */
export function openError(name: string, thrown: unknown) {
  const cause = thrown instanceof Error ? thrown.name : String(thrown)
  if (cause === 'VersionError') {
    const message = 'a later version of the explorer wrote this database; it is left as it is: reload to get that version'
    return hostError('AERO_HOST_DATABASE_NEWER', message, { database: name, knownVersion: DISK_SCHEMA_VERSION })
  }
  return unreadable('open', name, thrown)
}

/** Why a database that did open could not be read. The node has not started, and what lies there is as it was. */
export function readError(name: string, thrown: unknown) {
  return unreadable('read', name, thrown)
}

function unreadable(what: 'open' | 'read', name: string, thrown: unknown) {
  const cause = thrown instanceof Error ? thrown.name : String(thrown)
  const detail = thrown instanceof Error ? thrown.message : ''
  const message = `the browser can't ${what} the database: ${cause}`
  return hostError('AERO_HOST_DISK_UNREADABLE', message, { database: name, cause, detail })
}

/** Of a change that the browser took back, whole. */
export function writeError(error: DOMException | null) {
  const cause = error?.name ?? 'aborted'
  const message = cause === 'QuotaExceededError' ? 'the disk is full: nothing was changed' : `nothing was changed: ${cause}`
  return hostError('AERO_HOST_DISK_UNWRITABLE', message, { cause, detail: error?.message ?? '' })
}

function storesOf({ discardLog, putManifest, putBatch }: DiskBatch): readonly string[] {
  if (putManifest === null && (putBatch !== null || discardLog === 'all')) return WAL
  return putBatch === null && discardLog === 'keep' ? MANIFEST : BOTH
}

const WAL = ['wal']
const MANIFEST = ['manifest']
const BOTH = ['wal', 'manifest']

/** A view is stored with the whole buffer beneath it, so one that is smaller than its buffer is copied. */
function compact(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice()
}

/** What this project never wrote is no bytes to recovery, which refuses it. */
function bytesOf(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array(0)
}

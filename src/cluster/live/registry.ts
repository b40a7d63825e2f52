import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { openError, writeError } from '../../host/disk.ts'
import { AeroFailure } from '../../platform/failure.ts'
import { EMPTY_REGISTRY, type RegistryRecord, registryRecordOf, type StoredRegistryRecord } from './registry-record.ts'

const REGISTRY_NAME = 'aerodb-explorer'
const REGISTRY_SCHEMA_VERSION = 1
const KEY = 'registry'

interface RegistrySchema extends DBSchema {
  registry: { key: string; value: StoredRegistryRecord }
}

/** The page's own small database: which cluster it runs. Written by one page at a time, under the explorer's lock. */
export class Registry {
  readonly #database: IDBPDatabase<RegistrySchema>
  #record: RegistryRecord

  private constructor(database: IDBPDatabase<RegistrySchema>, record: RegistryRecord) {
    this.#database = database
    this.#record = record
  }

  /** @throws AeroFailure AERO_HOST_DATABASE_NEWER, AERO_HOST_DISK_UNREADABLE */
  static async open(): Promise<Registry> {
    try {
      const database = await openDB<RegistrySchema>(REGISTRY_NAME, REGISTRY_SCHEMA_VERSION, {
        upgrade(created) {
          created.createObjectStore('registry')
        },
      })
      const record = registryRecordOf((await database.get('registry', KEY)) ?? EMPTY_REGISTRY)
      if (record === null) throw new DOMException('written in another format', 'VersionError')
      return new Registry(database, record)
    } catch (thrown) {
      throw new AeroFailure(openError(REGISTRY_NAME, thrown))
    }
  }

  get record(): RegistryRecord {
    return this.#record
  }

  /**
   * Resolves once it is durable. Writes take effect in the order in which they were asked for; `record` is the new one at once, and the old one
   * again where the last of them came to nothing.
   * @throws AeroFailure AERO_HOST_DISK_UNWRITABLE
   */
  async save(change: Partial<RegistryRecord>): Promise<void> {
    const before = this.#record
    const record = { ...before, ...change }
    this.#record = record
    try {
      const transaction = this.#database.transaction('registry', 'readwrite', { durability: 'strict' })
      await Promise.all([transaction.store.put(record, KEY), transaction.done])
    } catch (thrown) {
      if (this.#record === record) this.#record = before
      throw new AeroFailure(writeError(thrown instanceof DOMException ? thrown : null))
    }
  }
}

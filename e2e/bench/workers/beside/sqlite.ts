import sqlite3InitModule from '@sqlite.org/sqlite-wasm'
import { serve, type Yardstick } from '../serve.ts'

/** SQLite as a user would choose it for durable commits: OPFS access handles, write-ahead log, synchronous=full, prepared statements. */
async function open(): Promise<Yardstick> {
  const sqlite3 = await sqlite3InitModule()
  const pool = await sqlite3.installOpfsSAHPoolVfs({})
  const database = new pool.OpfsSAHPoolDb('/benchmark.sqlite3')
  // Without shared memory a write-ahead log needs the exclusive lock.
  database.exec('PRAGMA locking_mode=exclusive; PRAGMA journal_mode=wal; PRAGMA synchronous=full;')
  database.exec('CREATE TABLE documents (id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID')

  const journalMode = database.selectValue('PRAGMA journal_mode')
  const synchronous = database.selectValue('PRAGMA synchronous')
  if (journalMode !== 'wal' || synchronous !== 2) {
    throw new Error(`SQLite is not durable as asked: journal_mode ${String(journalMode)}, synchronous ${String(synchronous)}`)
  }

  const insert = database.prepare('INSERT INTO documents (id, document) VALUES (?, ?)')
  const begin = database.prepare('BEGIN')
  const commit = database.prepare('COMMIT')
  return {
    description: `SQLite ${sqlite3.version.libVersion}, OPFS sahpool, journal_mode=wal, synchronous=full`,
    commit: (documents) => {
      const many = documents.length > 1
      if (many) begin.stepReset()
      for (const document of documents) {
        insert.bind(1, document._id)
        insert.bind(2, JSON.stringify(document))
        insert.stepReset()
      }
      if (many) commit.stepReset()
      return undefined
    },
  }
}

serve(open)

import { PGlite } from '@electric-sql/pglite'
import { serve, type Yardstick } from '../serve.ts'

async function open(): Promise<Yardstick> {
  const database = await PGlite.create('opfs-ahp://benchmark')
  await database.exec('CREATE TABLE documents (id text PRIMARY KEY, document text NOT NULL)')
  const version = await database.query<{ version: string }>('SELECT version() AS version')
  const modes = await database.query<{ fsync: string; synchronous_commit: string }>(
    "SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS synchronous_commit",
  )
  const { fsync, synchronous_commit: synchronousCommit } = modes.rows[0] ?? {}
  return {
    description: `PGlite, ${version.rows[0]?.version ?? ''}, OPFS, fsync=${fsync ?? '?'}, synchronous_commit=${synchronousCommit ?? '?'}`,
    commit: async (documents) => {
      const [only] = documents
      if (documents.length === 1 && only !== undefined) {
        await database.query('INSERT INTO documents VALUES ($1, $2)', [only._id, JSON.stringify(only)])
        return
      }
      await database.query('INSERT INTO documents SELECT * FROM unnest($1::text[], $2::text[])', [
        documents.map((document) => document._id),
        documents.map((document) => JSON.stringify(document)),
      ])
    },
  }
}

serve(open)

import { Dexie } from 'dexie'
import type { BenchDocument } from '../../measure/documents.ts'
import { serve, type Yardstick } from '../serve.ts'

async function open(): Promise<Yardstick> {
  const database = new Dexie('benchmark', { chromeTransactionDurability: 'strict' })
  database.version(1).stores({ documents: '_id' })
  await database.open()
  const documents = database.table<BenchDocument, string>('documents')
  return {
    description: `Dexie ${Dexie.semVer}, durability strict`,
    commit: async (batch) => {
      const [only] = batch
      if (batch.length === 1 && only !== undefined) await documents.add(only)
      else await documents.bulkAdd(batch)
    },
  }
}

serve(open)

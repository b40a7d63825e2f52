import { decodeText } from '../../aerodb/bytes/byte-reader.ts'
import type { Body } from './history-account.ts'
import { documentText } from './readings.ts'

/** A document as JSON text, as it was written; null for a tombstone. */
export function bodyText(body: Body): string | null {
  switch (body.kind) {
    case 'tombstone':
      return null
    case 'document':
      return documentText(body.document)
    case 'bytes':
      return decodeText(body.bytes.subarray(body.start, body.end))
  }
}

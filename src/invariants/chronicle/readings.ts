import type { JsonObject } from '../../aerodb/json.ts'
import { type Manifest, readManifest } from '../../aerodb/recovery/manifest.ts'
import { FORMAT_VERSION } from '../../aerodb/wal/limits.ts'
import { readBatchHeader } from '../../aerodb/wal/stored-batch.ts'
import { rememberingLast } from './last-read.ts'

/** Null where it does not verify, or is of a format that this build doesn't know. */
export const manifestIn: (bytes: Uint8Array) => Manifest | null = rememberingLast(
  (bytes: Uint8Array) => readManifest(bytes, FORMAT_VERSION).manifest,
)

/** Null where the bytes are no stored batch. */
export const batchHeaderIn: typeof readBatchHeader = rememberingLast(readBatchHeader)

/** As JSON, its fields in the order in which they stand. */
export const documentText: (written: JsonObject) => string = rememberingLast((written: JsonObject) => JSON.stringify(written))

/** Whether its text says all of it: a number that is none, or a value that JSON has no word for, would read back as something else. */
export function isSaidByText(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null)
    return value === null || typeof value === 'string' || typeof value === 'boolean'
  return Object.values(value).every(isSaidByText)
}

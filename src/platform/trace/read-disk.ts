import type { DiskDamage } from '../disk-damage.ts'
import { isBase64 } from './base64.ts'
import type { DiskImage, DiskOutline } from './disk-image.ts'
import { fieldsAt, listAt, oneOfAt, onlyFields, tupleAt, wholeAt } from './field-readers.ts'
import { malformedTrace, traceTooLarge } from './malformed.ts'
import { TRACE_LIMITS } from './trace-limits.ts'

export function outlineAt(place: string, value: unknown): DiskOutline {
  const fields = fieldsAt(place, value)
  onlyFields(place, fields, ['manifest', 'batches', 'bytes'])
  const { manifest, batches, bytes } = fields
  return {
    manifest: manifest === null ? null : wholeAt(`${place}.manifest`, manifest, 0, 2 ** 32 - 1),
    batches: wholeAt(`${place}.batches`, batches, 0),
    bytes: wholeAt(`${place}.bytes`, bytes, 0),
  }
}

/** Bytes of any kind may lie on a disk, and recovery judges them; but each batch under a key of its own, in order. */
export function diskImageAt(place: string, value: unknown): DiskImage {
  const fields = fieldsAt(place, value)
  onlyFields(place, fields, ['manifest', 'batches'])
  let characters = 0
  let before = -1
  const batches = listAt(`${place}.batches`, fields.batches, TRACE_LIMITS.batchesInImage).map((batch, index) => {
    const [key, bytes] = tupleAt(`${place}.batches[${index}]`, batch, 2)
    const firstLsn = wholeAt(`${place}.batches[${index}][0]`, key, before + 1)
    before = firstLsn
    const text = base64At(`${place}.batches[${index}][1]`, bytes)
    characters += text.length
    return [firstLsn, text] as const
  })
  const size = characters * (3 / 4)
  if (size > TRACE_LIMITS.imageBytes) throw traceTooLarge(`${place}, in bytes`, size, TRACE_LIMITS.imageBytes)
  return { manifest: fields.manifest === null ? null : base64At(`${place}.manifest`, fields.manifest), batches }
}

export function base64At(place: string, value: unknown): string {
  if (typeof value !== 'string' || !isBase64(value)) throw malformedTrace(place, 'base64', value)
  return value
}

export function diskDamageAt(place: string, value: unknown): DiskDamage {
  const fields = fieldsAt(place, value)
  const kind = oneOfAt(`${place}.kind`, fields.kind, ['flipBit', 'loseTail', 'wipe'])
  switch (kind) {
    case 'flipBit':
      onlyFields(place, fields, ['kind', 'lsn'])
      return { kind, lsn: wholeAt(`${place}.lsn`, fields.lsn, 1) }
    case 'loseTail':
      onlyFields(place, fields, ['kind', 'fromLsn'])
      return { kind, fromLsn: wholeAt(`${place}.fromLsn`, fields.fromLsn, 1) }
    case 'wipe':
      onlyFields(place, fields, ['kind'])
      return { kind }
  }
}

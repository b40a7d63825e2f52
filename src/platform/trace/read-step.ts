import { batchId } from '../../aerodb/ids.ts'
import { bulkBytes, type GeneratedWrite } from '../generated-write.ts'
import type { Alteration } from '../link/alteration.ts'
import {
  digestAt,
  type Fields,
  fieldsAt,
  listAt,
  nameAt,
  oneOfAt,
  onlyFields,
  textAt,
  tupleAt,
  wholeAt,
} from './field-readers.ts'
import type { Given } from './given.ts'
import { malformedTrace, traceTooLarge } from './malformed.ts'
import { readCommand } from './read-command.ts'
import { base64At, diskDamageAt, diskImageAt, outlineAt } from './read-disk.ts'
import { startAt } from './read-start.ts'
import type { FrameStep, Happening, Replacement, TraceStep } from './step.ts'
import { TRACE_LIMITS } from './trace-limits.ts'

const GIVEN_FIELDS = ['at', 'role', 'incarnation', 'sum', 'threw']

/** Reads what happened under each name, and says which fields belong to it. */
const HAPPENINGS: {
  readonly [name: string]: { readonly fields: readonly string[]; readonly read: (place: string, step: Fields) => Happening }
} = {
  disk: { fields: ['disk'], read: (place, { disk }) => ({ disk: diskAt(`${place}.disk`, disk) }) },
  damage: {
    fields: ['damage', 'outline'],
    read: (place, { damage, outline }) => ({
      damage: diskDamageAt(`${place}.damage`, damage),
      outline: outlineAt(`${place}.outline`, outline),
    }),
  },
  died: {
    fields: ['died'],
    read: (place, { died }) => ({ died: oneOfAt(`${place}.died`, died, ['killed', 'crashPoint', 'stopped']) }),
  },
  start: { fields: ['start'], read: (place, { start }) => ({ start: startAt(`${place}.start`, start) }) },
  durable: { fields: ['durable'], read: (place, { durable }) => ({ durable: batchAt(`${place}.durable`, durable) }) },
  failed: {
    fields: ['failed'],
    read: (place, { failed }) => {
      const [id, outcome, cause] = tupleAt(`${place}.failed`, failed, 3)
      const known = oneOfAt(`${place}.failed[1]`, outcome, ['aborted', 'unknown'])
      return { failed: [batchAt(`${place}.failed[0]`, id), known, textAt(`${place}.failed[2]`, cause)] }
    },
  },
  up: {
    fields: ['up'],
    read: (place, { up }) => {
      const [peer, epoch] = tupleAt(`${place}.up`, up, 2)
      return { up: [nameAt(`${place}.up[0]`, peer), wholeAt(`${place}.up[1]`, epoch, 1)] }
    },
  },
  down: { fields: ['down'], read: (place, { down }) => ({ down: nameAt(`${place}.down`, down) }) },
  frame: { fields: ['frame', 'altered', 'copy'], read: frameAt },
  ask: {
    fields: ['ask'],
    read: (place, { ask }) => {
      const [request, command] = tupleAt(`${place}.ask`, ask, 2)
      return { ask: [textAt(`${place}.ask[0]`, request), readCommand(`${place}.ask[1]`, command)] }
    },
  },
  write: {
    fields: ['write'],
    read: (place, { write }) => {
      const [request, generated] = tupleAt(`${place}.write`, write, 2)
      return { write: [textAt(`${place}.write[0]`, request), generatedAt(`${place}.write[1]`, generated)] }
    },
  },
}
const HAPPENING_NAMES = Object.keys(HAPPENINGS)

/**
 * A step as it came from outside, seen to be one. `index` counts from 0 and names it in what is thrown.
 * @throws AeroFailure AERO_TRACE_MALFORMED, AERO_TRACE_TOO_LARGE
 */
export function readStep(value: unknown, index: number): TraceStep {
  const place = `steps[${index}]`
  const step = fieldsAt(place, value)
  const name = HAPPENING_NAMES.find((known) => known in step)
  const happening = name === undefined ? undefined : HAPPENINGS[name]
  if (happening === undefined) throw malformedTrace(place, `a step with one of ${HAPPENING_NAMES.join(', ')}`, value)
  onlyFields(place, step, ['node', ...happening.fields, ...GIVEN_FIELDS])
  return { node: nameAt(`${place}.node`, step.node), ...happening.read(place, step), ...givenAt(place, step) }
}

function givenAt(place: string, { at, role, incarnation, sum, threw }: Fields): Given {
  return {
    ...(at === undefined ? {} : { at: positionAt(`${place}.at`, at) }),
    ...(role === undefined ? {} : { role: nameAt(`${place}.role`, role) }),
    ...(incarnation === undefined ? {} : { incarnation: wholeAt(`${place}.incarnation`, incarnation, 0) }),
    ...(sum === undefined ? {} : { sum: wholeAt(`${place}.sum`, sum, 0, 2 ** 32 - 1) }),
    ...(threw === undefined ? {} : { threw: textAt(`${place}.threw`, threw, Number.POSITIVE_INFINITY) }),
  }
}

function positionAt(place: string, value: unknown): NonNullable<Given['at']> {
  const [durableLsn, appliedCommitId, chainDigest, stateDigest] = tupleAt(place, value, 4)
  return [
    wholeAt(`${place}[0]`, durableLsn, 0),
    wholeAt(`${place}[1]`, appliedCommitId, 0),
    digestAt(`${place}[2]`, chainDigest),
    digestAt(`${place}[3]`, stateDigest),
  ]
}

function batchAt(place: string, value: unknown): number {
  return batchId(wholeAt(place, value, 1))
}

function frameAt(place: string, { frame, altered, copy }: Fields): FrameStep {
  const [peer, incarnation, number] = tupleAt(`${place}.frame`, frame, 3)
  const name = [
    nameAt(`${place}.frame[0]`, peer),
    wholeAt(`${place}.frame[1]`, incarnation, 0),
    wholeAt(`${place}.frame[2]`, number, 1),
  ] as const
  return {
    frame: name,
    ...(altered === undefined ? {} : { altered: alterationAt(`${place}.altered`, altered) }),
    ...(copy === undefined ? {} : { copy: oneOfAt(`${place}.copy`, copy, ['stays']) }),
  }
}

function alterationAt(place: string, value: unknown): Alteration | Replacement {
  const fields = fieldsAt(place, value)
  const kind = oneOfAt(`${place}.kind`, fields.kind, ['flipBit', 'truncate', 'replace'])
  onlyFields(place, fields, kind === 'flipBit' ? ['kind', 'bit'] : ['kind', 'bytes'])
  if (kind === 'replace') return { kind, bytes: base64At(`${place}.bytes`, fields.bytes) }
  if (kind === 'flipBit') return { kind, bit: wholeAt(`${place}.bit`, fields.bit, 0, TRACE_LIMITS.flippedBit) }
  return { kind, bytes: wholeAt(`${place}.bytes`, fields.bytes, 0) }
}

function diskAt(place: string, value: unknown) {
  const fields = fieldsAt(place, value)
  if (!('created' in fields)) return diskImageAt(place, value)
  onlyFields(place, fields, ['created'])
  return { created: textAt(`${place}.created`, fields.created) }
}

/** A few numbers may stand for a write set of any size, so the size is looked at before it is made. */
function generatedAt(place: string, value: unknown): GeneratedWrite {
  const fields = fieldsAt(place, value)
  const kind = oneOfAt(`${place}.kind`, fields.kind, ['note', 'bulk'])
  const index = wholeAt(`${place}.index`, fields.index, 0, 2 ** 31)
  if (kind === 'note') {
    onlyFields(place, fields, ['kind', 'index'])
    return { kind, index }
  }
  onlyFields(place, fields, ['kind', 'index', 'documents', 'bodyBytes'])
  const documents = wholeAt(`${place}.documents`, fields.documents, 0, TRACE_LIMITS.generatedDocuments)
  const bodyBytes = wholeAt(`${place}.bodyBytes`, fields.bodyBytes, 0)
  const write = { kind, index, documents, bodyBytes } as const
  const bytes = bulkBytes(write)
  if (bytes > TRACE_LIMITS.generatedBytes) throw traceTooLarge(`${place}, in bytes`, bytes, TRACE_LIMITS.generatedBytes)
  return write
}

/** Of a whole trace: no more than are taken. */
export function stepsAt(place: string, value: unknown): readonly unknown[] {
  return listAt(place, value, TRACE_LIMITS.steps)
}

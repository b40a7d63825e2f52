import { AeroFailure } from '../failure.ts'
import { type Fields, fieldsAt, nameAt, oneOfAt, onlyFields, textAt } from './field-readers.ts'
import { malformedTrace } from './malformed.ts'
import { namesAt } from './read-start.ts'
import { stepsAt } from './read-step.ts'
import { TRACE_FORMAT, TRACE_VERSION, type Trace, type TraceConfiguration, type Weakening } from './trace.ts'

/**
 * A trace as it came from outside: what stands around its steps is seen to be that of a trace of this version. Steps are read one by one, with `readStep`, so that a page stays
 * responsive while it takes in a large one.
 * @throws AeroFailure AERO_TRACE_FORMAT_UNKNOWN, AERO_TRACE_VERSION_UNKNOWN, AERO_TRACE_MALFORMED, AERO_TRACE_TOO_LARGE
 */
export function readTrace(value: unknown): Trace {
  const fields = fieldsAt('the trace', value)
  knownFormat(fields)
  onlyFields('the trace', fields, ['format', 'version', 'engine', 'without', 'configuration', 'steps'])
  return {
    format: TRACE_FORMAT,
    version: TRACE_VERSION,
    engine: textAt('engine', fields.engine),
    ...(fields.without === undefined ? {} : { without: weakeningAt('without', fields.without) }),
    configuration: configurationAt('configuration', fields.configuration),
    steps: stepsAt('steps', fields.steps),
  }
}

function knownFormat({ format, version }: Fields): void {
  if (format !== TRACE_FORMAT) {
    const { reason } = malformedTrace('format', TRACE_FORMAT, format)
    throw AeroFailure.refusing('AERO_TRACE_FORMAT_UNKNOWN', `this is no trace: ${reason}`)
  }
  if (version === TRACE_VERSION) return
  const { reason } = malformedTrace('version', String(TRACE_VERSION), version)
  throw AeroFailure.refusing('AERO_TRACE_VERSION_UNKNOWN', `this trace is of a version that is not known here: ${reason}`)
}

function weakeningAt(place: string, value: unknown): Weakening {
  const { rule, guard, ...others } = fieldsAt(place, value)
  onlyFields(place, others, [])
  return { rule: nameAt(`${place}.rule`, rule), guard: guard === null ? null : nameAt(`${place}.guard`, guard) }
}

function configurationAt(place: string, value: unknown): TraceConfiguration {
  const fields = fieldsAt(place, value)
  onlyFields(place, fields, ['nodes', 'primary', 'sync'])
  const { nodes, primary, sync } = fields
  return {
    nodes: namesAt(`${place}.nodes`, nodes),
    primary: Array.isArray(primary) ? namesAt(`${place}.primary`, primary) : nameAt(`${place}.primary`, primary),
    ...(sync === undefined ? {} : { sync: oneOfAt(`${place}.sync`, sync, ['each', 'group']) }),
  }
}

/**
 * A trace from its text.
 * @throws AeroFailure AERO_TRACE_NOT_JSON, and as `readTrace`
 */
export function parseTrace(text: string): Trace {
  return readTrace(parsedJson(text))
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    const cause = thrown instanceof Error ? thrown.message : String(thrown)
    throw AeroFailure.refusing('AERO_TRACE_NOT_JSON', `this is no trace: ${cause}`)
  }
}

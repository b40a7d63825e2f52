import type { NodeConfiguration } from '../../aerodb/configuration.ts'
import { nodeName } from '../../aerodb/ids.ts'
import { digestAt, fieldsAt, listAt, nameAt, oneOfAt, onlyFields, textAt, wholeAt } from './field-readers.ts'
import { outlineAt } from './read-disk.ts'
import type { StartStep } from './step.ts'
import { TRACE_LIMITS } from './trace-limits.ts'

export function startAt(place: string, value: unknown): StartStep {
  const fields = fieldsAt(place, value)
  onlyFields(place, fields, ['configuration', 'authority', 'entropy', 'starts', 'outline'])
  return {
    configuration: configurationAt(`${place}.configuration`, fields.configuration),
    authority: oneOfAt(`${place}.authority`, fields.authority, ['granted', 'denied', 'notRequested']),
    entropy: digestAt(`${place}.entropy`, fields.entropy),
    starts: wholeAt(`${place}.starts`, fields.starts, 1),
    outline: outlineAt(`${place}.outline`, fields.outline),
  }
}

/** What a node was configured with: it may be wrong, since a node must find that out. */
function configurationAt(place: string, value: unknown): NodeConfiguration {
  const fields = fieldsAt(place, value)
  onlyFields(place, fields, ['clusterId', 'node', 'nodes', 'primaries', 'sync', 'revision'])
  return {
    clusterId: textAt(`${place}.clusterId`, fields.clusterId),
    node: nodeName(nameAt(`${place}.node`, fields.node)),
    nodes: namesAt(`${place}.nodes`, fields.nodes).map(nodeName),
    primaries: namesAt(`${place}.primaries`, fields.primaries).map(nodeName),
    sync: oneOfAt(`${place}.sync`, fields.sync, ['each', 'group']),
    revision: wholeAt(`${place}.revision`, fields.revision, 0),
  }
}

export function namesAt(place: string, value: unknown): readonly string[] {
  return listAt(place, value, TRACE_LIMITS.nodes).map((name, index) => nameAt(`${place}[${index}]`, name))
}

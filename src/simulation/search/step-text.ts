import type { Command } from '../../aerodb/command.ts'
import type { JsonObject } from '../../aerodb/json.ts'
import type { Choice } from '../choice.ts'
import type { DiskFault } from '../disk-fault.ts'
import type { FrameChange } from '../frame-change.ts'
import type { SimulatedCluster } from '../simulated-cluster.ts'
import type { SentFrame } from '../simulated-links.ts'

/** How a frame that was changed arrives. */
const CHANGES: Readonly<Record<FrameChange, string>> = {
  truncate: 'cut short',
  flipBit: 'with a bit flipped on the way',
  spoilRecords: 'with a bit of its records or chain digests flipped before its envelope was made',
  spoilEnd: 'with another chain digest at its end',
  forgeRecords: 'with a record changed, and its checksum with it, before its envelope was made',
  spoilReport: 'with another digest in it',
  otherProtocol: 'in another protocol',
}

/** Operations of a write set that are told one by one. */
const WRITTEN_OUT = 4

/** A choice that is about to be taken, in words: what arrives and what lands is looked up in the cluster. */
export function stepText(cluster: SimulatedCluster, choice: Choice): string {
  switch (choice.kind) {
    case 'start':
      return `${choice.node} starts`
    case 'staleStart':
      return `${choice.node} starts, and is shown its disk as it was ${choice.batches} batches ago`
    case 'failStart':
      return choice.how === 'killed'
        ? `${choice.node} dies while it reads its disk`
        : `${choice.node} can't read its disk, and does not start`
    case 'kill':
      return `${choice.node} dies${inFlight(cluster, choice.node, choice.batch)}`
    case 'crashAfter':
      return `${choice.node} will die after ${choice.effects} more effects`
    case 'land':
      return `${choice.node}: its batch (${purposeOf(cluster, choice.node)}) is durable`
    case 'loseBatch':
      return `${choice.node}: its batch (${purposeOf(cluster, choice.node)}) is reported durable, and is not there`
    case 'abort':
      return `${choice.node}: its batch (${purposeOf(cluster, choice.node)}) is aborted`
    case 'failUnknown':
      return `${choice.node}: its disk does not say what became of the batch (${purposeOf(cluster, choice.node)}), which ${choice.batch === 'lands' ? 'landed' : 'did not land'}`
    case 'fillDisk':
      return `${choice.node}: its disk is full`
    case 'freeDisk':
      return `${choice.node}: its disk has room again`
    case 'deliver':
      return `${choice.from} to ${choice.to}: ${frameText(cluster, choice)} ${arriveText(cluster, choice)}${choice.index > 0 ? ', overtaking' : ''}`
    case 'drop':
      return `${choice.from} to ${choice.to}: ${frameText(cluster, choice)} ${isOfRecords(cluster, choice) ? 'are' : 'is'} lost`
    case 'duplicate':
      return `${choice.from} to ${choice.to}: ${frameText(cluster, choice)} ${arriveText(cluster, choice)}, and a copy stays on the way`
    case 'deliverChanged':
      return `${choice.from} to ${choice.to}: ${frameText(cluster, choice)} ${arriveText(cluster, choice)} ${CHANGES[choice.change]}`
    case 'condition':
      return `${choice.from} to ${choice.to}: ${choice.condition}`
    case 'linkUp':
      return `${choice.a} and ${choice.b}: the link comes up`
    case 'linkDown':
      return `${choice.a} and ${choice.b}: the link goes down`
    case 'command':
      return `a client asks ${choice.node}: ${commandText(choice.command)}`
    case 'damage':
      return `${choice.node}: ${faultText(choice.fault)}`
    case 'configure':
      return `${choice.node} is configured with ${configurationText(choice.configuration)}`
    case 'authority':
      return `${choice.node} will be told that the authority is ${choice.authority}`
  }
}

function inFlight(cluster: SimulatedCluster, node: Parameters<SimulatedCluster['at']>[0], batch: 'lands' | 'lost'): string {
  if (cluster.at(node).writing === null) return ''
  return batch === 'lands' ? ', and its batch lands' : ', and its batch is lost'
}

function purposeOf(cluster: SimulatedCluster, node: Parameters<SimulatedCluster['at']>[0]): string {
  return cluster.at(node).writing?.purpose ?? 'none'
}

function frameText(cluster: SimulatedCluster, { from, to, index }: OfFrame): string {
  const frame: SentFrame | undefined = cluster.frames(from, to)[index]
  if (frame === undefined) return 'no frame'
  const { kind, records, reportsLsn } = frame.label
  if (records !== null)
    return records.firstLsn === records.lastLsn
      ? `record ${records.firstLsn}`
      : `records ${records.firstLsn} to ${records.lastLsn}`
  return reportsLsn === null ? kind : `${kind} of LSN ${reportsLsn}`
}

function arriveText(cluster: SimulatedCluster, choice: OfFrame): string {
  return isOfRecords(cluster, choice) ? 'arrive' : 'arrives'
}

function isOfRecords(cluster: SimulatedCluster, { from, to, index }: OfFrame): boolean {
  const records = cluster.frames(from, to)[index]?.label.records ?? null
  return records !== null && records.firstLsn < records.lastLsn
}

type OfFrame = Extract<Choice, { readonly kind: 'deliver' | 'drop' | 'duplicate' | 'deliverChanged' }>

function commandText(command: Command): string {
  switch (command.kind) {
    case 'write': {
      const operations = command.operations.map((operation) =>
        operation.op === 'put'
          ? `put ${operation.collection} ${jsonText(operation.document)}`
          : `delete ${operation.collection} ${operation.id === '' ? '(no id)' : operation.id}`,
      )
      const [first = 'nothing'] = operations
      const written =
        operations.length <= WRITTEN_OUT ? operations.join(', ') || 'no operation' : `${first} and ${operations.length - 1} more`
      return `${written}${command.basedOn === null ? '' : `, based on CommitId ${command.basedOn}`}`
    }
    case 'read': {
      const { at } = command
      const bound =
        at.kind === 'newest' ? 'the newest commit' : at.kind === 'commit' ? `CommitId ${at.commitId}` : `view ${at.view}`
      return `read ${command.collection} ${command.id} at ${bound}`
    }
    case 'openReadView':
      return `open a read view at ${command.at === null ? 'the newest commit' : `CommitId ${command.at}`}`
    case 'closeReadView':
      return `close view ${command.view}`
    case 'resume':
      return 'resume'
    case 'bootstrap':
      return command.unproven === 'discard' ? 'bootstrap, whatever is lost' : 'bootstrap'
  }
}

const NO_NUMBER = 'no number: '
const NAMED = /"no number: ([^"]+)"/g

/** Text in a document that is told to its end. */
const TOLD_CHARACTERS = 80

/** A number that is none is named, which JSON could not; of long text it is said how long it is. */
function jsonText(written: JsonObject): string {
  return JSON.stringify(written, (_field, part: unknown) => {
    if (typeof part === 'number' && !Number.isFinite(part)) return `${NO_NUMBER}${part}`
    if (typeof part === 'string' && part.length > TOLD_CHARACTERS) return `${part.length} characters`
    return part
  }).replaceAll(NAMED, '$1')
}

function faultText(fault: DiskFault): string {
  switch (fault.kind) {
    case 'flipBatchBit':
      return `bit ${fault.bit} of batch ${fault.batch + 1} on its disk flips`
    case 'flipManifestBit':
      return `bit ${fault.bit} of its manifest flips`
    case 'loseTail':
      return `its disk loses its last ${fault.batches === 1 ? 'batch' : `${fault.batches} batches`}`
    case 'otherFormat':
      return 'its disk was written by a build of another format'
    case 'wipe':
      return 'its disk is wiped'
    case 'recreate':
      return `its disk is made anew, for cluster ${fault.clusterId}`
  }
}

function configurationText(configuration: Extract<Choice, { readonly kind: 'configure' }>['configuration']): string {
  const { primaries, nodes, clusterId, sync } = configuration
  const parts = [
    primaries === undefined ? null : primaries.length === 0 ? 'no Primary' : `${primaries.join(' and ')} as Primary`,
    nodes === undefined ? null : `the members ${nodes.join(', ')}`,
    clusterId === undefined ? null : `cluster ${clusterId}`,
    sync === undefined ? null : `sync ${sync}`,
  ]
  return parts.filter((part) => part !== null).join(', ')
}

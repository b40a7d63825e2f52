import type { Command, ReadAt } from '../../aerodb/command.ts'
import { commitId, type NodeName, nodeName } from '../../aerodb/ids.ts'
import type { Position } from '../../aerodb/observation.ts'
import type { Choice } from '../choice.ts'
import type { FrameChange } from '../frame-change.ts'
import type { SimulatedCluster } from '../simulated-cluster.ts'
import type { Lane } from '../simulated-links.ts'
import type { SimulatedNode } from '../simulated-node.ts'
import { ODD_COMMANDS } from './odd-commands.ts'
import type { Bounded, Scope } from './scope.ts'

/** One thing that may happen next, and which bound it uses up. */
export interface Step {
  readonly choice: Choice
  readonly spends: Bounded | null
}

type Left = Scope['bounds']

/** How many effects of one step a node may perform before it dies in the middle of it. */
const MID_STEP_EFFECTS = [0, 1, 2, 3]
/** Where frames and stored batches are damaged: each of their checks has a bit here that is its own. */
const FRAME_CHANGES: readonly { readonly change: FrameChange; readonly position: number }[] = [
  { change: 'truncate', position: 20 },
  { change: 'flipBit', position: 8 * 60 },
  { change: 'otherProtocol', position: 0 },
  // A bit of a record, of the chain digest before the frame, and of the one after it.
  { change: 'spoilRecords', position: 8 * 30 },
  { change: 'spoilRecords', position: 8 * 150 },
  { change: 'spoilEnd', position: 0 },
  // A CommitId of before; a type, an LSN, a payload and a commit's framing that are not right, under checksums that fit.
  { change: 'forgeRecords', position: 0 },
  { change: 'forgeRecords', position: 25 },
  { change: 'forgeRecords', position: 37 },
  { change: 'forgeRecords', position: 553 },
  { change: 'forgeRecords', position: 289 },
  // A document that says something else.
  { change: 'forgeRecords', position: 1669 },
  // The digest of a Replica's log, and that of its state.
  { change: 'spoilReport', position: 0 },
  { change: 'spoilReport', position: 1 },
]
const DISK_BITS = [8 * 30, 8 * 42, 8 * 87]

/** Everything that may happen to a cluster within what is left of the bounds, in an order that depends on nothing but its state. */
export function possibleSteps(cluster: SimulatedCluster, scope: Scope, left: Left): readonly Step[] {
  const steps: Step[] = []
  const add = (choice: Choice, spends: Bounded | null = null): void => {
    if (spends === null || left[spends] > 0) steps.push({ choice, spends })
  }
  for (const simulated of cluster.everyNode) {
    if (simulated.node === null) whileDead(simulated, scope, add)
    else {
      whileAlive(simulated, left, add)
      commands(simulated, simulated.node.position(), scope, left, add)
    }
  }
  for (const lane of cluster.links.lanes) onLane(lane, left, add)
  onPairs(cluster, add)
  return steps
}

type Add = (choice: Choice, spends?: Bounded | null) => void

function whileDead({ name: node, configuration }: SimulatedNode, { nodes }: Scope, add: Add): void {
  add({ kind: 'start', node })
  add({ kind: 'staleStart', node, batches: 1 }, 'staleStarts')
  add({ kind: 'staleStart', node, batches: 2 }, 'staleStarts')
  add({ kind: 'damage', node, fault: { kind: 'wipe' } }, 'damages')
  add({ kind: 'damage', node, fault: { kind: 'loseTail', batches: 1 } }, 'damages')
  add({ kind: 'damage', node, fault: { kind: 'loseTail', batches: 9 } }, 'damages')
  add({ kind: 'damage', node, fault: { kind: 'flipManifestBit', bit: 100 } }, 'damages')
  add({ kind: 'damage', node, fault: { kind: 'otherFormat' } }, 'damages')
  for (const bit of DISK_BITS) add({ kind: 'damage', node, fault: { kind: 'flipBatchBit', batch: 1, bit } }, 'damages')
  const OTHER = { clusterId: 'another' } as const
  add({ kind: 'damage', node, fault: { kind: 'recreate', clusterId: configuration.clusterId } }, 'foreignDisks')
  add({ kind: 'damage', node, fault: { kind: 'recreate', ...OTHER } }, 'foreignDisks')
  add({ kind: 'configure', node, configuration: OTHER }, 'reconfigurations')
  add({ kind: 'configure', node, configuration: { nodes: [...configuration.nodes, STRANGER] } }, 'reconfigurations')
  add({ kind: 'configure', node, configuration: { primaries: [] } }, 'reconfigurations')
  const others = configuration.nodes.filter((other) => other !== node).slice(0, nodes)
  const primaries: readonly (readonly NodeName[])[] = [[node], others.slice(0, 1), [node, ...others.slice(0, 1)]]
  for (const chosen of primaries) add({ kind: 'configure', node, configuration: { primaries: chosen } }, 'reconfigurations')
  add({ kind: 'authority', node, authority: 'granted' }, 'sharedAuthorities')
}

function whileAlive({ name: node, writing }: SimulatedNode, left: Left, add: Add): void {
  if (writing !== null) {
    add({ kind: 'land', node })
    add({ kind: 'kill', node, batch: 'lands' }, 'crashes')
    add({ kind: 'abort', node, cause: 'QuotaExceededError' }, 'aborts')
    add({ kind: 'failUnknown', node, batch: 'lands' }, 'unknowns')
    add({ kind: 'failUnknown', node, batch: 'lost' }, 'unknowns')
    add({ kind: 'loseBatch', node }, 'lostBatches')
  }
  add({ kind: 'kill', node, batch: 'lost' }, 'crashes')
  if (left.midStepCrashes === 0) return
  for (const effects of MID_STEP_EFFECTS) add({ kind: 'crashAfter', node, effects, batch: 'lost' }, 'midStepCrashes')
}

function commands({ name: node }: SimulatedNode, position: Position, scope: Scope, left: Left, add: Add): void {
  const ask = (command: Command, spends: Bounded): void => add({ kind: 'command', node, command }, spends)
  if (scope.writesTo === 'anyNode' || node === 'n1') {
    if (left.writes > 0) ask(putNumber(scope.bounds.writes - left.writes + 1), 'writes')
    ask(LARGE_PUT, 'largeWrites')
    ask(HUGE_PUT, 'hugeWrites')
    ask(DELETE, 'deletes')
  }
  if (left.reads > 0) {
    ask(READ_NEWEST, 'reads')
    ask(readAt({ kind: 'commit', commitId: commitId(position.appliedCommitId + 1) }), 'reads')
    for (const { id } of position.readViews) ask(readAt({ kind: 'view', view: id }), 'reads')
  }
  ask(OPEN_VIEW, 'views')
  if (left.oddCommands > 0) for (const odd of ODD_COMMANDS) ask(odd, 'oddCommands')
  ask(RESUME, 'resumes')
  ask(BOOTSTRAP, 'bootstraps')
}

function onLane({ from, to, condition, frames }: Lane, left: Left, add: Add): void {
  if (frames.length === 0 || condition !== 'pass') return
  add({ kind: 'deliver', from, to, index: 0 })
  if (left.overtakings > 0)
    for (let index = 1; index < frames.length; index++) add({ kind: 'deliver', from, to, index }, 'overtakings')
  if (left.drops > 0) for (let index = 0; index < frames.length; index++) add({ kind: 'drop', from, to, index }, 'drops')
  add({ kind: 'duplicate', from, to, index: 0 }, 'duplicates')
  if (left.changes === 0) return
  for (const { change, position } of FRAME_CHANGES)
    add({ kind: 'deliverChanged', from, to, index: 0, change, position }, 'changes')
}

function onPairs({ everyNode, links }: SimulatedCluster, add: Add): void {
  const living = everyNode.filter(({ node }) => node !== null).map(({ name }) => name)
  living.forEach((a, index) => {
    for (const b of living.slice(index + 1)) {
      if (links.isUp(a, b)) add({ kind: 'linkDown', a, b }, 'cuts')
      else add({ kind: 'linkUp', a, b })
    }
  })
}

const STRANGER = nodeName('n9')
const RESUME = { kind: 'resume' } as const
const BOOTSTRAP = { kind: 'bootstrap', unproven: 'refuse' } as const
const OPEN_VIEW = { kind: 'openReadView', at: null } as const
const READ_NEWEST = readAt({ kind: 'newest' })
const DELETE: Command = { kind: 'write', operations: [{ op: 'delete', collection: 'notes', id: 'b' }], basedOn: null }
/** Two such commits are more records than a Primary sends without a report. (LOG-12) */
const LARGE_PUT_DOCUMENTS = 700
const LARGE_PUT: Command = {
  kind: 'write',
  operations: Array.from({ length: LARGE_PUT_DOCUMENTS }, (_, index) => ({
    op: 'put',
    collection: 'notes',
    document: { _id: `large ${index}` },
  })),
  basedOn: null,
}
/** The text of one document, with which its record is larger than any that is read. (WAL-1) */
const HUGE_CHARACTERS = 8 * 1024 * 1024
const HUGE_PUT: Command = {
  kind: 'write',
  operations: [{ op: 'put', collection: 'notes', document: { _id: 'huge', text: 'h'.repeat(HUGE_CHARACTERS) } }],
  basedOn: null,
}
const PUTS = new Map<number, Command>()

/** Each of its own, so that a commit shows whose it is. */
function putNumber(number: number): Command {
  const known = PUTS.get(number)
  if (known !== undefined) return known
  const put: Command = {
    kind: 'write',
    operations: [
      { op: 'put', collection: 'notes', document: { _id: 'a', write: number } },
      { op: 'put', collection: 'notes', document: { _id: 'b', write: number } },
    ],
    basedOn: null,
  }
  PUTS.set(number, put)
  return put
}

function readAt(at: ReadAt): Command {
  return { kind: 'read', collection: 'notes', id: 'b', at }
}

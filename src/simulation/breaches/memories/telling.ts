import type { Command, Outcome, ReadAt } from '../../../aerodb/command.ts'
import { DIGEST_BYTES, type Digest, ZERO_DIGEST } from '../../../aerodb/digest.ts'
import type { FrameKind } from '../../../aerodb/effect.ts'
import { commitId, incarnation, lsn, NO_COMMIT, NO_LSN, type NodeName, type RequestId, requestId } from '../../../aerodb/ids.ts'
import type { Observation, Role } from '../../../aerodb/observation.ts'
import type { Fact, FactOf } from '../../../invariants/fact.ts'
import { N1, N2, N3 } from '../../rehearsal.ts'

/** Facts in few words, for pasts that no cluster has to have had. */

export const R1 = requestId('r1')
export const R2 = requestId('r2')

function digestOf(byte: number): Digest {
  return byte === 0 ? ZERO_DIGEST : new Uint8Array(DIGEST_BYTES).fill(byte)
}

export function started(node: NodeName, clusterId = 'c', primaries: readonly NodeName[] = [N1]): Fact {
  const configuration = { clusterId, node, nodes: [N1, N2, N3], primaries, sync: 'each', revision: 0 } as const
  return { kind: 'nodeStarted', node, configuration, authority: 'granted' }
}

export const ALL_STARTED: readonly Fact[] = [started(N1), started(N2), started(N3)]

export function stated(node: NodeName, observation: Observation): Fact {
  return { kind: 'observed', node, observation }
}

export function becomes(node: NodeName, role: Role): Fact {
  return stated(node, { kind: 'roleChanged', role, event: 'told' })
}

export function adopts(node: NodeName, historyId: string): Fact {
  return stated(node, { kind: 'historyAdopted', historyId })
}

/** `chain`: one byte that stands for the digest. */
export function recovers(
  node: NodeName,
  lastLsn: number,
  lastCommitId: number,
  historyId: string | null = null,
  chain = 0,
): Fact {
  const end = { lsn: lsn(lastLsn), commitId: commitId(lastCommitId), chainDigest: digestOf(chain), stateDigest: ZERO_DIGEST }
  return stated(node, { kind: 'recovered', ...end, historyId })
}

export function opensSession(node: NodeName, peer: NodeName, fromLsn = 1): Fact {
  return stated(node, { kind: 'sessionOpened', peer, fromLsn: lsn(fromLsn) })
}

export function takes(node: NodeName, peer: NodeName): Fact {
  return stated(node, { kind: 'received', peer, firstLsn: lsn(1), lastLsn: lsn(1) })
}

export function refuses(node: NodeName, rule: string): Fact {
  return stated(node, { kind: 'frameRefused', peer: N1, rule, code: '', evidence: {}, consequence: 'discard' })
}

export function decidesToHalt(node: NodeName): Fact {
  return stated(node, { kind: 'frameRefused', peer: N1, rule: 'LOG-7', code: '', evidence: {}, consequence: 'halt' })
}

type Label = FactOf<'sent'>['frame']

export function label(kind: FrameKind, number = 1, life = 1): Label {
  return { kind, incarnation: life, number, records: null, reportsLsn: null }
}

export function recordsLabel(firstLsn: number, lastLsn: number): Label {
  return { ...label('records'), records: { firstLsn: lsn(firstLsn), lastLsn: lsn(lastLsn) } }
}

export function reportLabel(reportsLsn: number): Label {
  return { ...label('report'), reportsLsn: lsn(reportsLsn) }
}

export function sent(node: NodeName, peer: NodeName, frame: Label): Fact {
  return { kind: 'sent', node, peer, frame }
}

/** To `node`, from `peer`. */
export function delivered(node: NodeName, peer: NodeName, frame: Label): Fact {
  return { kind: 'delivered', node, peer, frame, form: 'whole', bytes: null }
}

export function deliveredChanged(node: NodeName, peer: NodeName, frame: Label, bytes: Uint8Array): Fact {
  return { kind: 'delivered', node, peer, frame, form: 'changed', bytes }
}

export function write(id: string, text = 'one', basedOn: number | null = null): Command {
  const put = { op: 'put', collection: 'notes', document: { _id: id, text } } as const
  return {
    kind: 'write',
    operations: [put],
    basedOn: basedOn === null ? null : commitId(basedOn),
  }
}

export function read(id: string, at: ReadAt = { kind: 'newest' }): Command {
  return { kind: 'read', collection: 'notes', id, at }
}

export const RESUME: Command = { kind: 'resume' }

export function bootstrap(unproven: 'refuse' | 'discard' = 'refuse'): Command {
  return { kind: 'bootstrap', unproven }
}

export function asked(node: NodeName, request: RequestId, command: Command): Fact {
  return { kind: 'asked', node, request, command }
}

export function answered(node: NodeName, request: RequestId, command: Command, outcome: FactOf<'answered'>['outcome']): Fact {
  return { kind: 'answered', node, request, command, outcome }
}

export const DONE: Outcome = { kind: 'done', detail: null }

export function acknowledged(commit: number): Outcome {
  return { kind: 'acknowledged', commitId: commitId(commit) }
}

/** `version` 0: nothing was found. */
export function served(id: string, version: number, bound: number, text = 'one'): Outcome {
  const found = version === 0 ? { document: null, version: null } : { document: { _id: id, text }, version: commitId(version) }
  return { kind: 'served', ...found, bound: commitId(bound) }
}

/** The log of `node` is gone from its disk. */
export function discarded(node: NodeName): Fact {
  return { kind: 'landed', node, purpose: 'discard', batch: { discardLog: 'all', putManifest: null, putBatch: null } }
}

type Position = FactOf<'positioned'>['position']

/** Of a Replica that has nothing, and waits for nothing. */
const NOWHERE: Position = {
  role: 'ReplicaActive',
  incarnation: incarnation(1),
  historyId: null,
  diskRole: 'replica',
  halt: null,
  refusal: null,
  session: 'disconnected',
  retainedFrom: NO_LSN,
  receivedLsn: NO_LSN,
  durableLsn: NO_LSN,
  appliedLsn: NO_LSN,
  appliedCommitId: NO_COMMIT,
  chainDigest: ZERO_DIGEST,
  stateDigest: ZERO_DIGEST,
  visibilityFloor: NO_COMMIT,
  readViews: [],
  primaryDurableLsn: NO_LSN,
  primaryCommitId: NO_COMMIT,
  peers: [],
  waitingWrites: 0,
  batchInFlight: false,
  framesDuplicate: 0,
  framesOtherSession: 0,
}

export function positioned(node: NodeName, position: Partial<Position> = {}): Fact {
  return { kind: 'positioned', node, position: { ...NOWHERE, ...position } }
}

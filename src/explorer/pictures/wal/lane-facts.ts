import type { Evidence } from '../../../aerodb/error.ts'
import type { HaltReason, Position } from '../../../aerodb/observation.ts'
import type { ClusterView, NodeView } from '../../../cluster/cluster.ts'
import type { Lsn, NodeName } from '../../../cluster/contract.ts'
import type { FrameEvent } from '../../../cluster/frame-event.ts'

export interface LsnRange {
  readonly first: Lsn
  readonly last: Lsn
}

/** What a lane of the picture is drawn from: where a node's prefixes end, and what is missing or in doubt behind them. */
export interface LaneFacts {
  readonly node: NodeName
  /** `lastSeen`: the node is dead, or refused to start; its log is drawn as it was last observed. */
  readonly standing: 'observed' | 'lastSeen'
  /** Where its log would go on if it had not halted; null where it has not. */
  readonly haltedAt: Lsn | null
  /** In few words, why it halted; empty where it has not. */
  readonly haltWords: string
  readonly retainedFrom: Lsn
  readonly receivedLsn: Lsn
  readonly durableLsn: Lsn
  readonly appliedLsn: Lsn
  /** Never arrived, and what came after shows it. */
  readonly missing: LsnRange | null
  /** Arrived behind the gap, and was not believed. */
  readonly refused: LsnRange | null
  /** Arrived as something else than was sent, and was not believed. Known only where the page saw the frame pass. */
  readonly altered: LsnRange | null
  /** From here on the log did not verify when the node started. */
  readonly damagedFrom: Lsn | null
  /** What the Primary has sent to this node; null where nobody says. */
  readonly sentLsn: Lsn | null
  /** What its Primary has made durable, as the page sees it; null where no Primary is seen. */
  readonly primaryLsn: Lsn | null
}

/** How far a record has come on one node. */
export type Stage = 'gone' | 'applied' | 'durable' | 'received' | 'missing' | 'refused' | 'altered' | 'doubt' | 'absent'

export function stageOf(lane: LaneFacts, lsn: Lsn): Stage {
  if (lane.damagedFrom !== null && lsn >= lane.damagedFrom)
    return lsn <= Math.max(lane.receivedLsn, lane.damagedFrom) ? 'doubt' : 'absent'
  if (within(lane.missing, lsn)) return 'missing'
  if (within(lane.refused, lsn)) return 'refused'
  if (within(lane.altered, lsn) && lsn > lane.receivedLsn) return 'altered'
  if (lsn > lane.receivedLsn || lsn < 1) return 'absent'
  if (lsn < lane.retainedFrom) return 'gone'
  if (lsn <= lane.appliedLsn) return 'applied'
  if (lsn <= lane.durableLsn) return 'durable'
  // What a dead node had received was in memory, and whether its batch landed only its disk knows.
  return lane.standing === 'lastSeen' ? 'doubt' : 'received'
}

/** The last LSN that has anything to draw. */
export function laneEnd(lane: LaneFacts): Lsn {
  const { receivedLsn, durableLsn, missing, refused, altered, damagedFrom } = lane
  return Math.max(receivedLsn, durableLsn, missing?.last ?? 0, refused?.last ?? 0, altered?.last ?? 0, damagedFrom ?? 0)
}

/**
 * From what was observed of a node. `before` is its last position with a log in it: a node that refuses to start shows none, and is drawn
 * with the one it had. `haltedBy` is the frame that it halted at, where the page saw it.
 */
export function laneFacts(node: NodeView, before: Position | null, cluster: ClusterView, haltedBy: FrameEvent | null): LaneFacts {
  const { position } = node
  const refusedStart = position?.role === 'StartRefused'
  const shown = refusedStart && position.durableLsn === 0 ? before : position
  const halt = position?.role === 'ReplicationHalted' ? position.halt : null
  const gap = position?.halt?.reason === 'WalGapDetected' ? gapOf(position.halt.evidence) : null
  return {
    node: node.name,
    standing: node.life === 'dead' || refusedStart ? 'lastSeen' : 'observed',
    retainedFrom: Math.max(1, shown?.retainedFrom ?? 1),
    receivedLsn: shown?.receivedLsn ?? 0,
    durableLsn: shown?.durableLsn ?? 0,
    appliedLsn: shown?.appliedLsn ?? 0,
    haltedAt: halt === null || position === null ? null : position.durableLsn + 1,
    haltWords: halt === null ? '' : `halted by ${halt.rule}: ${HALT_WORDS[halt.reason]}`,
    missing: gap?.missing ?? null,
    refused: gap?.refused ?? null,
    altered: haltedBy !== null && haltedBy.fate !== 'delivered' ? rangeOf(haltedBy) : null,
    damagedFrom: refusedStart ? damageOf(position.refusal?.evidence) : null,
    sentLsn: sentTo(node.name, cluster),
    primaryLsn: primaryOf(node, cluster),
  }
}

const HALT_WORDS: Readonly<Record<HaltReason, string>> = {
  WalGapDetected: 'a gap',
  WalCorruption: 'what came does not verify',
  HistoryDivergence: 'the histories differ',
  AuthorityAmbiguity: 'authority in doubt',
  ConfigurationError: 'wrongly configured',
  SnapshotIntegrityFailure: 'the snapshot does not verify',
  SnapshotBoundaryMismatch: 'the snapshot does not join',
}

function rangeOf({ records }: FrameEvent): LsnRange | null {
  return records === null ? null : { first: records.firstLsn, last: records.lastLsn }
}

/** LOG-5 says where the refused frame began and what was next; LOG-14 says what the Primary no longer has. */
function gapOf(evidence: Evidence): { readonly missing: LsnRange; readonly refused: LsnRange | null } | null {
  const expected = evidence.expectedLsn
  const first = evidence.frameFirstLsn
  const last = evidence.frameLastLsn
  if (typeof expected === 'number' && typeof first === 'number' && typeof last === 'number' && first > expected)
    return { missing: { first: expected, last: first - 1 }, refused: { first, last } }
  const next = evidence.replicaNextLsn
  const retained = evidence.retainedFrom
  if (typeof next === 'number' && typeof retained === 'number' && retained > next)
    return { missing: { first: next, last: retained - 1 }, refused: null }
  return null
}

/** RECOVERY-5 says how far the log verified. Where a disk has lost its identity, or nothing says how far, all of it is in doubt. */
function damageOf(evidence: Evidence | undefined): Lsn {
  const verified = evidence?.verifiedLsn
  return typeof verified === 'number' ? verified + 1 : 1
}

function sentTo(node: NodeName, cluster: ClusterView): Lsn | null {
  for (const { life, position } of cluster.nodes) {
    if (life !== 'alive' || position?.role !== 'PrimaryActive') continue
    const peer = position.peers.find((progress) => progress.peer === node)
    if (peer !== undefined && peer.session === 'streaming') return peer.sentLsn
  }
  return null
}

function primaryOf(node: NodeView, { nodes }: ClusterView): Lsn | null {
  const [configured] = node.configuration.primaries
  const primary = nodes.find(({ name }) => name === configured)
  if (primary === undefined || primary.name === node.name || primary.position?.role !== 'PrimaryActive') return null
  return primary.position.durableLsn
}

function within(range: LsnRange | null, lsn: Lsn): boolean {
  return range !== null && lsn >= range.first && lsn <= range.last
}

import { describe, expect, it } from 'vitest'
import { commitId, lsn, nodeName } from '../../../aerodb/ids.ts'
import type { Position } from '../../../aerodb/observation.ts'
import type { NodeView } from '../../../cluster/cluster.ts'
import { exampleNode, examplePosition, examplePrimary, exampleView } from '../../../cluster/example-view.ts'
import type { FrameEvent } from '../../../cluster/frame-event.ts'
import { laneEnd, laneFacts, stageOf } from './lane-facts.ts'

const position = examplePosition
const node = (name: string, life: NodeView['life'], at: Position | null) => exampleNode(name, { life, position: at })
const cluster = (...nodes: readonly NodeView[]) => exampleView({ nodes })
const halted = (evidence: Record<string, number>, reason: 'WalGapDetected' | 'WalCorruption' = 'WalGapDetected') =>
  position({
    role: 'ReplicationHalted',
    receivedLsn: lsn(130),
    durableLsn: lsn(130),
    appliedLsn: lsn(130),
    halt: { reason, rule: 'LOG-5', code: 'AERO_WAL_GAP', message: '', evidence },
  })

describe('laneFacts', () => {
  it('tells applied, durable and received records of a Replica apart', () => {
    const n2 = node('n2', 'alive', position({}))
    const lane = laneFacts(n2, null, cluster(n2), null)
    expect([136, 137, 139, 140, 142, 143].map((at) => stageOf(lane, at))).toEqual([
      'applied',
      'durable',
      'durable',
      'received',
      'received',
      'absent',
    ])
  })

  it('shows the gap that LOG-5 found, and what arrived behind it', () => {
    const n3 = node('n3', 'alive', halted({ expectedLsn: 131, frameFirstLsn: 134, frameLastLsn: 136 }))
    const lane = laneFacts(n3, null, cluster(n3), null)
    expect([130, 131, 133, 134, 136, 137].map((at) => stageOf(lane, at))).toEqual([
      'applied',
      'missing',
      'missing',
      'refused',
      'refused',
      'absent',
    ])
    expect(laneEnd(lane)).toBe(136)
  })

  it('shows what the Primary no longer retains as missing (LOG-14)', () => {
    const n3 = node('n3', 'alive', halted({ replicaNextLsn: 131, retainedFrom: 200 }))
    expect(laneFacts(n3, null, cluster(n3), null).missing).toEqual({ first: 131, last: 199 })
  })

  it('marks where a Replica halted, and what arrived altered there (LOG-1)', () => {
    const n3 = node('n3', 'alive', halted({ frameBytes: 291 }, 'WalCorruption'))
    const frame: FrameEvent = {
      from: 'n1',
      to: 'n3',
      incarnation: 1,
      number: 40,
      kind: 'records',
      fate: 'bitFlipped',
      bytes: 291,
      records: { firstLsn: 131, lastLsn: 133 },
      reportsLsn: null,
    }
    const lane = laneFacts(n3, null, cluster(n3), frame)
    expect([130, 131, 133, 134].map((at) => stageOf(lane, at))).toEqual(['applied', 'altered', 'altered', 'absent'])
    expect(lane.haltedAt).toBe(131)
    expect(lane.haltWords).toContain('LOG-5')
    const unseen = laneFacts(n3, null, cluster(n3), null)
    expect([unseen.haltedAt, unseen.altered]).toEqual([131, null])
    expect(laneFacts(node('n2', 'alive', position({})), null, cluster(), null).haltedAt).toBeNull()
  })

  it('knows how far its Primary is, with a session or without', () => {
    const n1 = examplePrimary({ peers: [] })
    const n2 = node('n2', 'alive', position({ session: 'disconnected' }))
    const lane = laneFacts(n2, null, cluster(n1, n2), null)
    expect([lane.sentLsn, lane.primaryLsn]).toEqual([null, 142])
    expect(laneFacts(n1, null, cluster(n1, n2), null).primaryLsn).toBeNull()
  })

  it('shows no gap for another halt, or for an overlap', () => {
    const corrupt = node('n3', 'alive', halted({ expectedLsn: 131, frameFirstLsn: 134, frameLastLsn: 136 }, 'WalCorruption'))
    expect(laneFacts(corrupt, null, cluster(corrupt), null).missing).toBeNull()
    const overlap = node('n3', 'alive', halted({ expectedLsn: 131, frameFirstLsn: 129, frameLastLsn: 136 }))
    expect(laneFacts(overlap, null, cluster(overlap), null).missing).toBeNull()
  })

  it('doubts what a dead node had received but not made durable', () => {
    const n2 = node('n2', 'dead', position({}))
    const lane = laneFacts(n2, null, cluster(n2), null)
    expect([136, 139, 140].map((at) => stageOf(lane, at))).toEqual(['applied', 'durable', 'doubt'])
  })

  it('draws the last known log of a node that refused to start, in doubt from where it is damaged', () => {
    const refused = position({
      role: 'StartRefused',
      receivedLsn: lsn(0),
      durableLsn: lsn(0),
      appliedLsn: lsn(0),
      refusal: {
        code: 'AERO_RECOVERY_WAL_CORRUPT',
        severity: 'FATAL',
        rule: 'RECOVERY-5',
        message: '',
        evidence: { verifiedLsn: 56, offset: 0 },
      },
    })
    const n2 = node('n2', 'alive', refused)
    const lane = laneFacts(n2, position({}), cluster(n2), null)
    expect([56, 57, 142, 143].map((at) => stageOf(lane, at))).toEqual(['applied', 'doubt', 'doubt', 'absent'])
  })

  it('draws truncated records as gone', () => {
    const n2 = node('n2', 'alive', position({ retainedFrom: lsn(50) }))
    const lane = laneFacts(n2, null, cluster(n2), null)
    expect([49, 50].map((at) => stageOf(lane, at))).toEqual(['gone', 'applied'])
  })

  it('takes what was sent from a streaming Primary only', () => {
    const progress = {
      peer: nodeName('n2'),
      session: 'streaming',
      sentLsn: lsn(142),
      reportedDurableLsn: lsn(139),
      reportedAppliedCommitId: commitId(44),
      stalled: false,
    } as const
    const n1 = node('n1', 'alive', position({ role: 'PrimaryActive', session: null, peers: [progress] }))
    const n2 = node('n2', 'alive', position({}))
    expect(laneFacts(n2, null, cluster(n1, n2), null).sentLsn).toBe(142)
    expect(laneFacts(n2, null, cluster({ ...n1, life: 'dead' }, n2), null).sentLsn).toBeNull()
  })
})

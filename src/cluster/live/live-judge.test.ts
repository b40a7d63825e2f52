import { describe, expect, it } from 'vitest'
import type { Command, Outcome } from '../../aerodb/command.ts'
import type { NodeConfiguration } from '../../aerodb/configuration.ts'
import { ZERO_DIGEST } from '../../aerodb/digest.ts'
import { commitId, lsn, nodeName, requestId } from '../../aerodb/ids.ts'
import type { Authority } from '../../aerodb/input.ts'
import type { Observation } from '../../aerodb/observation.ts'
import type { Report } from '../../host/protocol.ts'
import { wholeReport } from '../../host/report-wire.ts'
import { LiveJudge } from './live-judge.ts'

const CONFIGURATION: NodeConfiguration = {
  clusterId: 'c',
  node: nodeName('n1'),
  nodes: [nodeName('n1')],
  primaries: [nodeName('n1')],
  sync: 'each',
  revision: 0,
}
const started = (authority: Authority) => {
  const outline = { manifest: 1, batches: 0, bytes: 0 }
  return JSON.stringify([{ start: { configuration: CONFIGURATION, authority, entropy: '0'.repeat(32), starts: 1, outline } }])
}
/** The first of a life that says nothing but that it began. */
const SILENT = wholeReport({ log: started('granted'), logged: 1, clock: { incarnation: 1, steps: 1, heard: [] } })
const READ: Command = { kind: 'read', collection: 'notes', id: 'a', at: { kind: 'newest' } }
const SERVED: Outcome = { kind: 'served', document: null, version: null, bound: commitId(0) }
const HALTS: Observation = {
  kind: 'frameRefused',
  peer: nodeName('n2'),
  rule: 'LOG-5',
  code: 'AERO_WAL_GAP',
  evidence: {},
  consequence: 'halt',
}

const recovered = (end: number): Observation => ({
  kind: 'recovered',
  lsn: lsn(end),
  commitId: commitId(end),
  chainDigest: ZERO_DIGEST,
  stateDigest: ZERO_DIGEST,
  historyId: 'h',
})
const active: Observation = { kind: 'roleChanged', role: 'PrimaryActive', event: 'RECOVERED_AS_PRIMARY' }

function judge(...reports: readonly Partial<Report>[]): LiveJudge {
  const judged = new LiveJudge()
  judged.asked('n1', requestId('r1'), READ)
  for (const report of reports) judged.reported('n1', CONFIGURATION, { ...SILENT, ...report })
  return judged
}

function verdictOf(judged: LiveJudge, id: string) {
  return judged.verdicts().find((verdict) => verdict.id === id)
}

const answeredAt = (observedBefore: number) => [{ request: requestId('r1'), outcome: SERVED, explanation: null, observedBefore }]

describe('the live judge', () => {
  it('takes answers and observations of one report in the order in which the node gave them (MODEL-8)', () => {
    const observations = [recovered(1), active, HALTS]
    const before = judge({ observations, answers: answeredAt(2) })
    expect(verdictOf(before, 'halted-serves-nothing')).toMatchObject({ holds: true, checks: 1 })
    const after = judge({ observations, answers: answeredAt(3) })
    expect(verdictOf(after, 'halted-serves-nothing')).toMatchObject({ holds: false })
  })

  it('holds what a worker’s own clients were told against what a restart finds (WAL-8)', () => {
    const write = { kind: 'note', index: 1 } as const
    const durable: Observation = { kind: 'durable', firstLsn: lsn(2), lastLsn: lsn(3), chainDigest: ZERO_DIGEST }
    const applied: Observation = { kind: 'applied', lsn: lsn(3), commitId: commitId(2), stateDigest: ZERO_DIGEST }
    const ownAcknowledged = { request: requestId('w1'), write, commitId: commitId(2), observedBefore: 4 }
    const kept = judge({ observations: [recovered(1), active, durable, applied], ownAcknowledged })
    kept.died('n1')
    kept.reported('n1', CONFIGURATION, { ...SILENT, observations: [recovered(2)] })
    expect(verdictOf(kept, 'no-acknowledged-write-lost')).toMatchObject({ holds: true, checks: 1 })

    const lost = judge({ observations: [recovered(1), active, durable, applied], ownAcknowledged })
    lost.died('n1')
    lost.damaged('n1', { kind: 'tailLost', fromLsn: 2 })
    lost.reported('n1', CONFIGURATION, { ...SILENT, observations: [recovered(1)] })
    expect(verdictOf(lost, 'no-acknowledged-write-lost')?.holds).toBe(false)
    expect(verdictOf(lost, 'no-acknowledged-write-lost')?.excusedBy).toContain('n1')
  })

  it('believes no order of what a worker’s own clients asked: they are told of late (WAL-6)', () => {
    const durable: Observation = { kind: 'durable', firstLsn: lsn(2), lastLsn: lsn(3), chainDigest: ZERO_DIGEST }
    const applied: Observation = { kind: 'applied', lsn: lsn(3), commitId: commitId(2), stateDigest: ZERO_DIGEST }
    const served: Outcome = { kind: 'served', document: null, version: null, bound: commitId(2) }
    const answers = [{ request: requestId('r1'), outcome: served, explanation: null, observedBefore: 4 }]
    const write = { kind: 'note', index: 1 } as const
    const ownAcknowledged = { request: requestId('w1'), write, commitId: commitId(2), observedBefore: 0 }
    const judged = judge({ observations: [recovered(1), active, durable, applied], answers }, { ownAcknowledged })
    expect(verdictOf(judged, 'snapshot-isolation')).toMatchObject({ holds: true, checks: 1 })
  })

  it('knows by the log whether the authority was granted (MODEL-2)', () => {
    const became = { observations: [recovered(1), active] }
    expect(verdictOf(judge(became), 'single-writer')).toMatchObject({ holds: true, checks: 1 })
    expect(verdictOf(judge({ ...became, log: started('denied') }), 'single-writer')).toMatchObject({ holds: false })
  })

  it('believes no answer that a dead node did not give', () => {
    const judged = judge({ observations: [recovered(1), active] })
    judged.died('n1')
    judged.reported('n1', CONFIGURATION, { ...SILENT, answers: answeredAt(0) })
    expect(verdictOf(judged, 'halted-serves-nothing')).toMatchObject({ holds: true, checks: 0 })
  })
})

import { expect, test } from 'vitest'
import { commitId, requestId } from '../aerodb/ids.ts'
import type { Report } from './protocol.ts'
import { postedReport, wholeReport } from './report-wire.ts'

const FULL: Report = {
  disk: { oversizeBytes: 7 },
  log: '[{"durable":1}]',
  logged: 1,
  clock: { incarnation: 2, steps: 9, heard: [] },
  observations: [{ kind: 'historyAdopted', historyId: 'h' }],
  answers: [
    { request: requestId('r1'), outcome: { kind: 'acknowledged', commitId: commitId(1) }, observedBefore: 1, explanation: null },
  ],
  ownAcknowledged: { request: requestId('w1'), write: { kind: 'note', index: 1 }, commitId: commitId(2), observedBefore: 1 },
  replies: [{ call: 1, reply: { kind: 'done' } }],
  standing: null,
  clients: { issued: 3, acknowledged: 2, rejected: 0 },
  frames: [],
  framesUnlisted: 4,
  end: { kind: 'crashPoint', point: 'afterApply' },
}

test('a report is the same on the other side, full or empty', () => {
  expect(wholeReport(postedReport(FULL))).toEqual(FULL)
  const empty = wholeReport({})
  expect(wholeReport(postedReport(empty))).toEqual(empty)
})

test('what has nothing to say is not posted', () => {
  expect(Object.keys(postedReport(wholeReport({})))).toEqual(['clock'])
})

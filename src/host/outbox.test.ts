import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ZERO_DIGEST } from '../aerodb/digest.ts'
import { commitId, incarnation, lsn, nodeName, requestId } from '../aerodb/ids.ts'
import { Outbox } from './outbox.ts'
import type { ClientCounts, Report, Standing } from './protocol.ts'

const POSITION = { incarnation: incarnation(1), chainDigest: ZERO_DIGEST, stateDigest: ZERO_DIGEST } as Standing['position']
const STANDING: Standing = { position: POSITION, links: [] }
const STEP = { durable: 1 }

function outbox() {
  const reports: Report[] = []
  const counts = { now: { issued: 0, acknowledged: 0, rejected: 0 } as ClientCounts }
  const box = new Outbox(
    (report) => reports.push(report),
    () => STANDING,
    () => counts.now,
  )
  return { box, reports, counts }
}

beforeEach(() => vi.useFakeTimers({ now: 1_000 }))
afterEach(() => vi.useRealTimers())

describe('what a worker tells its page', () => {
  it('tells an input before an effect of it, and nothing where nothing is new (WAL-8)', () => {
    const { box, reports } = outbox()
    box.log(STEP, null)
    expect(reports).toEqual([])
    box.beforeEffect()
    expect(reports.map(({ log }) => log)).toEqual([JSON.stringify([STEP])])
    box.beforeEffect()
    expect(reports).toHaveLength(1)
  })

  it('tells an answer at the end of its turn, with a standing that reflects it', () => {
    const { box, reports } = outbox()
    const outcome = { kind: 'acknowledged', commitId: commitId(1) } as const
    box.answer(requestId('r1'), outcome, null)
    expect(reports).toEqual([])
    box.endOfTurn()
    expect(reports).toMatchObject([{ answers: [{ request: 'r1', outcome, observedBefore: 0 }], standing: STANDING }])
    box.endOfTurn()
    expect(reports).toHaveLength(1)
  })

  it('gathers what nobody waits for, and tells it before it is old', () => {
    const { box, reports } = outbox()
    box.log(STEP, null)
    box.endOfTurn()
    box.log({ durable: 2 }, null)
    box.endOfTurn()
    expect(reports).toEqual([])
    vi.runAllTimers()
    expect(reports).toMatchObject([{ log: JSON.stringify([STEP, { durable: 2 }]), standing: STANDING }])
  })

  it('tells where the node stands after its last input, also where a standing went out shortly before', () => {
    const { box, reports } = outbox()
    vi.advanceTimersByTime(10)
    box.log(STEP, null)
    box.endOfTurn()
    vi.advanceTimersByTime(4)
    box.log({ durable: 2 }, null)
    box.beforeEffect()
    box.log({ durable: 3 }, null)
    box.endOfTurn()
    vi.runAllTimers()
    expect(reports.map(({ log, standing }) => [log, standing])).toEqual([
      [JSON.stringify([STEP, { durable: 2 }]), STANDING],
      [JSON.stringify([{ durable: 3 }]), STANDING],
    ])
  })

  it('tells the end with all that was left to say', () => {
    const { box, reports } = outbox()
    box.log(STEP, null)
    const end = { kind: 'crashPoint', point: 'afterApply' } as const
    box.end(end)
    expect(reports).toMatchObject([{ end, log: JSON.stringify([STEP]), standing: STANDING }])
  })

  it('tells how the worker’s own clients stand when that is different', () => {
    const { box, reports, counts } = outbox()
    const tell = () => {
      box.reply(1, { kind: 'done' })
      box.endOfTurn()
    }
    tell()
    counts.now = { issued: 2, acknowledged: 1, rejected: 0 }
    tell()
    tell()
    expect(reports.map(({ clients }) => clients)).toEqual([null, counts.now, null])
  })

  it('tells of the newest acknowledgement of its own clients with the next standing, in its place among what was observed', () => {
    const { box, reports } = outbox()
    const applied = { kind: 'applied', lsn: lsn(3), commitId: commitId(2), stateDigest: ZERO_DIGEST } as const
    const acknowledged = (id: number) => box.acknowledgedOwn(requestId(`w${id}`), { kind: 'note', index: id }, commitId(id))
    const input = () => {
      box.log(STEP, null)
      box.beforeEffect()
    }
    vi.advanceTimersByTime(10)
    box.observe(applied)
    acknowledged(1)
    input()
    box.observe(applied)
    acknowledged(2)
    input()
    box.observe(applied)
    vi.advanceTimersByTime(10)
    input()
    expect(reports.map(({ ownAcknowledged }) => ownAcknowledged)).toMatchObject([
      { request: 'w1', observedBefore: 1 },
      null,
      { request: 'w2', observedBefore: 0 },
    ])
  })

  it('tells what had to happen elsewhere first: of each peer the latest moment, in its latest life', () => {
    const { box, reports } = outbox()
    const moment = (node: string, life: number, steps: number) => ({ node: nodeName(node), incarnation: life, steps })
    box.log({ ...STEP, incarnation: 3 }, moment('n2', 1, 9))
    box.log(STEP, moment('n2', 2, 4))
    box.log(STEP, moment('n2', 2, 3))
    box.log(STEP, moment('n3', 1, 1))
    box.told()
    box.beforeEffect()
    expect(reports[0]?.clock).toEqual({ incarnation: 3, steps: 4, heard: [moment('n2', 2, 4), moment('n3', 1, 1)] })
    box.log(STEP, null)
    box.told()
    box.beforeEffect()
    expect(reports[1]?.clock).toEqual({ incarnation: 3, steps: 5, heard: [] })
  })

  it('counts a step as heard of once all that it observed has been said: at once, where the step itself has been posted before', () => {
    const { box, reports } = outbox()
    box.log(STEP, null)
    box.beforeEffect()
    box.observe({ kind: 'sessionOpened', peer: nodeName('n2'), fromLsn: lsn(1) })
    box.told()
    box.log(STEP, null)
    box.told()
    expect(reports.map(({ clock, observations }) => [clock.steps, observations.length])).toEqual([
      [0, 0],
      [1, 1],
    ])
    box.beforeEffect()
    expect(reports.at(-1)?.clock.steps).toBe(2)
  })
})

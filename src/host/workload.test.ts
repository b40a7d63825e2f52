import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Outcome } from '../aerodb/command.ts'
import { commitId, type RequestId } from '../aerodb/ids.ts'
import type { GeneratedWrite } from '../platform/generated-write.ts'
import { OwnClients } from './own-clients.ts'
import { Workload } from './workload.ts'

const ACKNOWLEDGED: Outcome = { kind: 'acknowledged', commitId: commitId(1) }

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function working(commitsPerSecond: number, clients: number) {
  const waiting: RequestId[] = []
  const writes: GeneratedWrite[] = []
  const own = new OwnClients((request, write) => {
    waiting.push(request)
    writes.push(write)
  })
  const answerAll = () => {
    for (const request of waiting.splice(0)) own.answer(request, ACKNOWLEDGED)
  }
  const workload = new Workload(own, { commitsPerSecond, clients }, 7, () => undefined)
  return { workload, writes, answerAll }
}

describe('a workload', () => {
  it('writes at its rate, note after note, from the one that it is given', () => {
    const { writes, answerAll } = working(10, 2)
    for (let tenth = 0; tenth < 20; tenth++) {
      vi.advanceTimersByTime(100)
      answerAll()
    }
    expect(writes).toHaveLength(20)
    expect(writes.slice(0, 2)).toEqual([
      { kind: 'note', index: 7 },
      { kind: 'note', index: 8 },
    ])
  })

  it('has no more writes under way than clients: a slow node sets the pace', () => {
    const { writes, answerAll } = working(1_000, 3)
    vi.advanceTimersByTime(1_000)
    expect(writes).toHaveLength(3)
    answerAll()
    vi.advanceTimersByTime(1)
    expect(writes.length).toBeLessThanOrEqual(9)
  })

  it('writes nothing after it was stopped, answered or not', () => {
    const { workload, writes, answerAll } = working(10, 2)
    vi.advanceTimersByTime(200)
    const before = writes.length
    expect(before).toBeGreaterThan(0)
    workload.stop()
    answerAll()
    vi.advanceTimersByTime(10_000)
    expect(writes).toHaveLength(before)
  })
})

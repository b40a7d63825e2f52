import { expect, it } from 'vitest'
import type { Outcome } from '../aerodb/command.ts'
import { commitId, type RequestId, requestId } from '../aerodb/ids.ts'
import { OwnClients } from './own-clients.ts'

const NOTE = { kind: 'note', index: 4 } as const
const ACKNOWLEDGED: Outcome = { kind: 'acknowledged', commitId: commitId(1) }
const REJECTED: Outcome = { kind: 'rejected', error: { code: 'AERO_WRITE_CONFLICT', severity: 'REJECT', message: 'conflict' } }

function clients() {
  const issued: RequestId[] = []
  const own = new OwnClients((request) => issued.push(request))
  const told: Outcome[] = []
  const write = () => own.write(NOTE, (outcome) => told.push(outcome))
  return { own, issued, told, write }
}

it('tells each client its own outcome, once, and counts it', () => {
  const { own, issued, told, write } = clients()
  write()
  write()
  write()
  const [first, second] = issued
  if (first === undefined || second === undefined) throw new Error('nothing was issued')
  expect(new Set(issued).size).toBe(3)
  expect(own.answer(second, REJECTED)).toEqual(NOTE)
  expect(own.answer(first, ACKNOWLEDGED)).toEqual(NOTE)
  expect(own.answer(first, ACKNOWLEDGED), 'nobody waits any more').toBeNull()
  expect(told).toEqual([REJECTED, ACKNOWLEDGED])
  expect(own.counts()).toEqual({ issued: 3, acknowledged: 1, rejected: 1 })
  expect(own.waiting).toBe(1)
})

it('leaves the page’s requests to the page', () => {
  const { own, told, write } = clients()
  write()
  expect(own.answer(requestId('r1'), ACKNOWLEDGED)).toBeNull()
  expect(told).toEqual([])
  expect(own.counts()).toEqual({ issued: 1, acknowledged: 0, rejected: 0 })
})

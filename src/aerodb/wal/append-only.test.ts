import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { onKind, reseal } from '../../simulation/forgery.ts'
import { N1, N2, Rehearsal } from '../../simulation/rehearsal.ts'
import type { DiskBatch, StoredBatch } from '../disk.ts'
import { lsn, type NodeName } from '../ids.ts'
import { readBatchHeader } from './stored-batch.ts'

const hash = await loadHash128()

const lsnsOn = (rehearsal: Rehearsal, name: NodeName): readonly number[] =>
  rehearsal
    .node(name)
    .walRecords(lsn(1), 10_000)
    .map((record) => record.lsn)

const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, index) => index + 1)

describe('the log is append-only, and an LSN that was durable is never used again (WAL-9)', () => {
  const step = fc.constantFrom(
    'write',
    'write',
    'write',
    'settle',
    'settle',
    'abort n1',
    'abort n2',
    'kill n1',
    'kill n2',
    'kill n1 lands',
    'relink',
  )

  test.each(['each', 'group'] as const)('through crashes, full disks, restarts and new sessions (%s)', (sync) => {
    const runs = fc.property(fc.array(step, { maxLength: 50 }), (steps) => {
      const rehearsal = Rehearsal.steady({ hash, sync, nodes: [N1, N2] })
      const { cluster } = rehearsal
      const held = new Map<NodeName, readonly StoredBatch[]>()
      for (const [index, next] of steps.entries()) {
        const name = next.includes('n2') ? N2 : N1
        if (next === 'write') rehearsal.put('a', `${index}`)
        else if (next === 'settle') cluster.settle()
        else if (next === 'relink') rehearsal.relink(N1, N2)
        else if (next.startsWith('abort')) {
          const purpose = cluster.at(name).writing?.purpose ?? ''
          if (purpose.endsWith('Append')) cluster.fail(name, { outcome: 'aborted', cause: 'QuotaExceededError' })
        } else {
          cluster.kill(name, next.endsWith('lands') ? 'lands' : 'lost')
          cluster.start(name)
          cluster.land(name)
        }
        for (const [owner, { disk }] of cluster.nodes) {
          const { batches } = disk.contents()
          const before = held.get(owner) ?? []
          expect(batches.slice(0, before.length)).toEqual(before)
          held.set(owner, batches)
        }
      }
      cluster.settle()
      for (const name of [N1, N2]) expect(lsnsOn(rehearsal, name)).toEqual(upTo(rehearsal.position(name).durableLsn))
    })
    fc.assert(runs, { numRuns: 25 })
  })

  test('what a node asks of its disk lies behind what it has, and nothing but a bootstrap discards', () => {
    const asked: { readonly purpose: string; readonly batch: DiskBatch; readonly durableLsn: number }[] = []
    const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2] })
    const { cluster } = rehearsal
    const look = (): void => {
      const { writing } = cluster.at(N2)
      if (writing !== null) asked.push({ ...writing, durableLsn: rehearsal.position(N2).durableLsn })
    }
    for (const text of ['one', 'two']) {
      rehearsal.put('a', text)
      rehearsal.landAll(N1)
      cluster.deliver(N1, N2)
      look()
      cluster.settle()
    }
    cluster.command(N2, { kind: 'bootstrap', unproven: 'refuse' })
    while (cluster.at(N2).writing === null) cluster.deliver(...(cluster.busyLinks()[0] ?? [N1, N2]))
    look()
    expect(asked.map(({ purpose, batch }) => [purpose, batch.discardLog])).toEqual([
      ['replicaAppend', 'keep'],
      ['replicaAppend', 'keep'],
      ['discard', 'all'],
    ])
    const appended = asked.filter(({ batch }) => batch.putBatch !== null)
    expect(appended.map(({ batch }) => readBatchHeader(batch.putBatch?.bytes ?? new Uint8Array(0))?.firstLsn)).toEqual(
      appended.map(({ durableLsn }) => durableLsn + 1),
    )
    cluster.settle()
    expect(lsnsOn(rehearsal, N2)).toEqual(lsnsOn(rehearsal, N1))
  })
})

describe('LSNs are dense, from 1 (WAL-3)', () => {
  test('over the batches of a log, on a Primary and on its Replica', () => {
    const rehearsal = Rehearsal.steady({ hash, sync: 'group', nodes: [N1, N2] })
    for (const id of ['a', 'b', 'c', 'd']) rehearsal.put(id, '')
    rehearsal.cluster.settle()
    rehearsal.restart(N1)
    rehearsal.putAndSettle('e', '')
    for (const name of [N1, N2]) expect(lsnsOn(rehearsal, name)).toEqual(upTo(11))
  })

  test.each([
    ['more records than its frame names', { lastLsn: 4 }],
    ['fewer records than its frame names', { lastLsn: 6 }],
  ])('a frame with %s is refused, and nothing of it is used (LOG-7)', (_, change) => {
    const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2], judge: 'nothing' })
    rehearsal.putAndSettle('a', 'one')
    rehearsal.put('b', 'two')
    rehearsal.landAll(N1)
    rehearsal.cluster.deliver(N1, N2, 0, (bytes) =>
      reseal(
        bytes,
        onKind('records', (body) => ({ ...body, ...change })),
      ),
    )
    rehearsal.cluster.settle()
    expect(rehearsal.position(N2)).toMatchObject({ durableLsn: 3, halt: { rule: 'LOG-7', evidence: { violated: 'WAL-3' } } })
  })
})

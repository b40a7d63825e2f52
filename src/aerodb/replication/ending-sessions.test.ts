import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { N1, N2, Rehearsal } from '../../simulation/rehearsal.ts'

const hash = await loadHash128()

/** n2's batch with the second commit, LSN 4 and 5, is in flight, and the third, LSN 6 and 7, waits behind it. */
function waiting(): Rehearsal {
  const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2] })
  rehearsal.putAndSettle('a', 'one')
  for (const text of ['two', 'three']) {
    rehearsal.put('a', text)
    rehearsal.landAll(N1)
    rehearsal.cluster.deliver(N1, N2)
  }
  expect(rehearsal.position(N2)).toMatchObject({ receivedLsn: 7, durableLsn: 3 })
  return rehearsal
}

const ends: readonly (readonly [string, number, (rehearsal: Rehearsal) => void])[] = [
  ['its link goes down', 5, ({ cluster }) => cluster.linkDown(N1, N2)],
  ['a new epoch begins', 5, (rehearsal) => rehearsal.relink(N1, N2)],
  ['its Primary dies', 5, ({ cluster }) => cluster.kill(N1, 'lost')],
  ['the Replica halts', 5, ({ cluster }) => cluster.inject(N1, N2, new Uint8Array(0))],
  [
    'the Replica’s batch provably aborts',
    3,
    ({ cluster }) => cluster.fail(N2, { outcome: 'aborted', cause: 'QuotaExceededError' }),
  ],
]

describe('what was received and is not durable is forgotten with its session (READ-5)', () => {
  test.each(ends)('%s: up to LSN %i is kept, which is what the disk has or was asked for', (_, kept, end) => {
    const rehearsal = waiting()
    end(rehearsal)
    expect(rehearsal.position(N2).receivedLsn).toBe(kept)
    rehearsal.landAll(N2)
    expect(rehearsal.position(N2)).toMatchObject({ receivedLsn: kept, durableLsn: kept, appliedLsn: kept })
  })

  test.each(
    ends.filter(([how]) => how !== 'the Replica halts'),
  )('%s: the next session begins behind it, and nothing is missing', (_, kept, end) => {
    const rehearsal = waiting()
    const { cluster } = rehearsal
    end(rehearsal)
    if (cluster.at(N1).node === null) cluster.start(N1)
    cluster.settle()
    rehearsal.relink(N1, N2)
    cluster.settle()
    expect(rehearsal.stated(N2, 'sessionOpened').find(({ fromLsn }) => fromLsn > 1)).toMatchObject({ fromLsn: kept + 1 })
    expect(rehearsal.position(N2)).toMatchObject({ session: 'streaming', durableLsn: 7, appliedCommitId: 3 })
  })
})

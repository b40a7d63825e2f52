import { describe, expect, test } from 'vitest'
import { digestHex } from '../aerodb/digest.ts'
import { loadHash128 } from '../platform/hashing.ts'
import { N1, N2, Rehearsal } from './rehearsal.ts'

const hash = await loadHash128()

const upTo = (last: number): readonly number[] => Array.from({ length: last + 1 }, (_, index) => index)

/** How many commits the Primary's disk lost, how many of them the Replica holds, and how many the Primary has written since, when they meet. */
const CASES = upTo(3)
  .slice(1)
  .flatMap((lost) => upTo(lost).flatMap((held) => upTo(4).map((written) => ({ lost, held, written }))))

function afterLosing({ lost, held, written }: (typeof CASES)[number]): Rehearsal {
  const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2] })
  const { cluster } = rehearsal
  rehearsal.putAndSettle('a', 'kept')
  for (let count = 0; count < lost; count++) {
    if (count === held) cluster.linkDown(N1, N2)
    rehearsal.put('a', `lost ${count}`)
    cluster.settle()
  }
  cluster.kill(N1, 'lost')
  cluster.damage(N1, { kind: 'loseTail', batches: lost })
  cluster.start(N1)
  cluster.linkDown(N1, N2)
  cluster.settle()
  for (let count = 0; count < written; count++) rehearsal.putAndSettle('a', `another ${count}`)
  cluster.linkUp(N1, N2)
  cluster.settle()
  return rehearsal
}

const standing = (rehearsal: Rehearsal) =>
  [N1, N2].map((name) => {
    const { role, session, halt, chainDigest } = rehearsal.position(name)
    return { role, session, halt: halt === null ? null : [halt.reason, halt.rule], chain: digestHex(chainDigest) }
  })

describe('a Primary whose disk lost its tail', () => {
  test.each(
    CASES.filter(({ held }) => held > 0),
  )('of $lost commits, where a Replica holds $held of them and $written were written since: both halt (LOG-13, LOG-6, FAIL-65, FAIL-66)', (given) => {
    const halted = { role: 'ReplicationHalted', session: null }
    const halt = ['HistoryDivergence', given.written < given.held ? 'LOG-13' : 'LOG-6']
    const rehearsal = afterLosing(given)
    expect(standing(rehearsal)).toMatchObject([
      { ...halted, halt },
      { ...halted, halt },
    ])
    expect(rehearsal.position(N2).appliedCommitId).toBe(1 + given.held)
  })

  test.each(
    CASES.filter(({ held }) => held === 0),
  )('of $lost commits, of which no Replica holds one, and $written were written since: no node can know, and they go on as one (FAIL-67)', (given) => {
    const rehearsal = afterLosing(given)
    const [primary, replica] = standing(rehearsal)
    expect(primary).toMatchObject({ role: 'PrimaryActive', halt: null })
    expect(replica).toEqual({ role: 'ReplicaActive', session: 'streaming', halt: null, chain: primary?.chain })
    expect(rehearsal.position(N1).appliedCommitId).toBe(1 + given.written)
  })
})

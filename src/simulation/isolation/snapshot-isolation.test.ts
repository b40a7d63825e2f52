import { describe, expect, test } from 'vitest'
import { COMMITS_KEPT } from '../../invariants/isolation/told-history.ts'
import { loadHash128 } from '../../platform/hashing.ts'
import { Clients } from './clients.ts'
import { type Disks, factsOf, N2, N3, openJudge, wrongIn } from './told.ts'

const hash = await loadHash128()

/** What is wrong by the end; null where nothing is. */
function wrongWith({ told }: Clients, disks: Disks = 'shown'): string | null {
  const judge = openJudge(hash, disks)
  for (const fact of factsOf(told)) judge.take(fact)
  return wrongIn(judge)
}

describe('snapshot isolation over what clients were told (MVCC-1, MVCC-4, MVCC-5)', () => {
  test('an ordinary day', () => {
    const clients = new Clients()
      .acknowledged(1, { a: 'one', b: 'one' })
      .read('a', { bound: 1, version: 1, text: 'one' })
      .acknowledged(2, { a: 'two' }, 1)
      .acknowledged(3, { b: null }, 1)
      .read('a', { bound: 1, version: 1, text: 'one' })
      .read('a', { bound: 3, version: 2, text: 'two' })
      .read('b', { bound: 3, version: 3, text: null })
      .read('c', { bound: 3, version: 0, text: null })
      .readNewest('a', { bound: 3, version: 2, text: 'two' })
    expect(wrongWith(clients)).toBeNull()
  })

  test('an unknown outcome may have happened or not', () => {
    const never = new Clients().unknown({ a: 'x' }).read('a', { bound: 0, version: 0, text: null })
    const happened = new Clients().unknown({ a: 'x', b: 'x' }).read('a', { bound: 1, version: 1, text: 'x' })
    const deleted = new Clients().unknown({ a: null }).read('a', { bound: 4, version: 4, text: null })
    expect([never, happened, deleted].map((clients) => wrongWith(clients))).toEqual([null, null, null])
  })

  test('an unknown outcome that one read shows has happened whole', () => {
    const clients = new Clients()
      .unknown({ a: 'x', b: 'x' })
      .read('a', { bound: 1, version: 1, text: 'x' })
      .read('b', { bound: 1, version: 0, text: null })
    expect(wrongWith(clients)).toBe('a read is not the newest at its bound')
  })

  test('a read that came before it is judged again', () => {
    const clients = new Clients()
      .unknown({ a: 'x', b: 'x' })
      .read('b', { bound: 1, version: 0, text: null })
      .read('a', { bound: 1, version: 1, text: 'x' })
    expect(wrongWith(clients)).toBe('a version where there is none')
  })

  test('a write set that was rejected is never seen', () => {
    const clients = new Clients().rejected({ a: 'x' }).read('a', { bound: 1, version: 1, text: 'x' })
    expect(wrongWith(clients)).toBe('a version that nobody wrote')
  })

  test('nothing is seen that nobody wrote', () => {
    const clients = new Clients().read('a', { bound: 1, version: 1, text: 'x' })
    expect(wrongWith(clients)).toBe('a version that nobody wrote')
  })

  test('where a host does not tell of every writer, somebody may have', () => {
    const clients = new Clients().read('a', { bound: 1, version: 1, text: 'x' })
    expect(wrongWith(clients, 'hidden')).toBeNull()
  })

  test('an acknowledged write that a later read does not show is lost', () => {
    const clients = new Clients().acknowledged(1, { a: 'one' }).read('a', { bound: 1, version: 0, text: null })
    expect(wrongWith(clients)).toBe('a read is not the newest at its bound')
  })

  test('a read sees half of a write set', () => {
    const clients = new Clients()
      .acknowledged(1, { a: 'one', b: 'one' })
      .acknowledged(2, { a: 'two', b: 'two' })
      .read('a', { bound: 2, version: 2, text: 'two' })
      .read('b', { bound: 2, version: 1, text: 'one' })
    expect(wrongWith(clients)).toBe('a read is not the newest at its bound')
  })

  test('a read from the future of its bound', () => {
    const clients = new Clients().acknowledged(1, { a: 'one' }).read('a', { bound: 0, version: 1, text: 'one' })
    expect(wrongWith(clients)).toBe('a read beyond its bound')
  })

  test('a document that reads back otherwise than it was written', () => {
    const clients = new Clients().acknowledged(1, { a: 'one' }).read('a', { bound: 1, version: 1, text: 'eno' })
    expect(wrongWith(clients)).toBe('a document is not as it was written')
  })

  test('a commit shows a document that is not in its write set', () => {
    const clients = new Clients().acknowledged(1, { a: 'one' }).read('b', { bound: 1, version: 1, text: 'one' })
    expect(wrongWith(clients)).toBe('a version that nobody wrote')
  })

  test('the second committer wins', () => {
    const clients = new Clients().acknowledged(1, { a: 'one' }).acknowledged(2, { a: 'two' }).acknowledged(3, { a: 'three' }, 1)
    expect(wrongWith(clients)).toBe('a later committer won')
  })

  test('a write set is based on a commit that is not there yet (MVCC-7)', () => {
    const clients = new Clients().acknowledged(1, { a: 'one' }).acknowledged(2, { b: 'two' }, 2)
    expect(wrongWith(clients)).toBe('based on a commit that was not there')
  })

  test('one CommitId is given twice', () => {
    const clients = new Clients()
    const [first, second] = [clients.ask({ a: 'one' }), clients.ask({ b: 'two' })]
    clients.acknowledge(first, 1).acknowledge(second, 1)
    expect(wrongWith(clients)).toBe('one CommitId for two write sets')
  })

  test('one write set is at two CommitIds', () => {
    const clients = new Clients()
    const write = clients.ask({ a: 'x' })
    clients.read('a', { bound: 1, version: 1, text: 'x' }).acknowledge(write, 2)
    expect(wrongWith(clients)).toBe('a write set at two CommitIds')
  })

  test('CommitIds go against what clients know of the order', () => {
    const acknowledged = new Clients().acknowledged(2, { a: 'one' }).acknowledged(1, { b: 'two' })
    const read = new Clients().read('a', { bound: 2, version: 0, text: null }).acknowledged(1, { b: 'two' })
    for (const clients of [acknowledged, read]) {
      expect(wrongWith(clients)).toBe('CommitIds against the order in which clients saw them')
    }
  })

  test('where a host does not tell when its own clients asked, their order says nothing', () => {
    const clients = new Clients().read('a', { bound: 2, version: 0, text: null }).acknowledged(1, { b: 'two' })
    expect(wrongWith(clients, 'hidden')).toBeNull()
  })

  test('the newest on the Primary lacks what it has acknowledged', () => {
    const clients = new Clients().acknowledged(1, { a: 'one' }).readNewest('b', { bound: 0, version: 0, text: null })
    expect(wrongWith(clients)).toBe('a read of the newest missed what its node had told')
  })

  test('the newest on the Primary lacks what it was when that was read before (READ-5)', () => {
    const nothing = { bound: 0, version: 0, text: null }
    const clients = new Clients()
    const write = clients.ask({ a: 'one' })
    clients.readNewest('a', { bound: 1, version: 1, text: 'one' }).readNewest('a', nothing).acknowledge(write, 1)
    expect(wrongWith(clients)).toBe('a read of the newest missed what its node had told')
    const asUnknown = new Clients().unknown({ a: 'one' }).readNewest('a', { bound: 1, version: 1, text: 'one' })
    expect(wrongWith(asUnknown.readNewest('b', nothing))).toBe('a read of the newest missed what its node had told')
    const ofReplica = new Clients().unknown({ a: 'one' }).readNewest('a', { bound: 1, version: 1, text: 'one' }, N2)
    expect(wrongWith(ofReplica.readNewest('a', nothing, N2))).toBeNull()
  })

  test('a newest read that was asked before another was answered may know less', () => {
    const clients = new Clients().unknown({ a: 'one' })
    const early = clients.askNewest('a')
    clients.readNewest('a', { bound: 1, version: 1, text: 'one' }).serve(early, { bound: 0, version: 0, text: null })
    expect(wrongWith(clients)).toBeNull()
  })

  test('a Replica may lag, and two histories have nothing to do with each other', () => {
    const nothing = { bound: 0, version: 0, text: null }
    const clients = new Clients().acknowledged(1, { a: 'one' }).readNewest('a', nothing, N2).readNewest('a', nothing, N3)
    clients.acknowledge(clients.ask({ a: 'another' }, { node: N3 }), 1)
    clients.read('a', { bound: 1, version: 1, text: 'another' }, N3).read('a', { bound: 1, version: 1, text: 'one' })
    expect(wrongWith(clients)).toBeNull()
  })
})

test('of commits long past nothing is kept, and nothing is wrong with them any more; of those after them it is', () => {
  const commits = 2 * COMMITS_KEPT + 1
  const readAt = (version: number): string | null => {
    const clients = new Clients()
    for (let commitId = 1; commitId <= commits; commitId++)
      clients.acknowledged(commitId, { [`d${commitId % 100}`]: `${commitId}` })
    return wrongWith(clients.read(`d${version % 100}`, { bound: version, version, text: 'another' }))
  }
  expect(readAt(1)).toBeNull()
  expect(readAt(commits - COMMITS_KEPT + 1)).toBe('a document is not as it was written')
})

describe('a write set that was asked for and not answered yet', () => {
  test('may be read, and may not', () => {
    for (const commitId of [0, 1]) {
      const clients = new Clients()
      const write = clients.ask({ a: 'x' })
      clients.read('a', { bound: 1, version: commitId, text: commitId === 0 ? null : 'x' })
      expect(wrongWith(clients)).toBeNull()
      clients.acknowledge(write, commitId === 0 ? 2 : 1)
      expect(wrongWith(clients)).toBeNull()
    }
  })

  test('was read, and is rejected', () => {
    const clients = new Clients()
    const write = clients.ask({ a: 'x' })
    clients.read('a', { bound: 1, version: 1, text: 'x' }).reject(write)
    expect(wrongWith(clients)).toBe('a rejected write set was seen')
  })

  test('was not read, and is acknowledged below the bound', () => {
    const clients = new Clients()
    const write = clients.ask({ a: 'x' })
    clients.read('a', { bound: 1, version: 0, text: null }).acknowledge(write, 1)
    expect(wrongWith(clients)).toBe('a version where there is none')
  })

  test('is one of two that wrote alike: which of them was read, the other one tells', () => {
    const readOne = () => {
      const clients = new Clients()
      const writes = [clients.ask({ a: 'x' }), clients.ask({ a: 'x', b: 'x' })] as const
      return {
        clients: clients.read('a', { bound: 1, version: 1, text: 'x' }).read('b', { bound: 1, version: 0, text: null }),
        writes,
      }
    }
    const either = readOne()
    expect(wrongWith(either.clients)).toBeNull()
    either.clients.reject(either.writes[0])
    expect(wrongWith(either.clients)).toBe('a rejected write set was seen')
    const other = readOne()
    other.clients.reject(other.writes[1])
    expect(wrongWith(other.clients)).toBeNull()
  })
})

describe('where several may have written what a read has shown (WAL-10, MVCC-4, MVCC-5)', () => {
  const shown = (commitId: number) => ({ bound: commitId, version: commitId, text: 'x' })

  test('each of them has a document that is not there: half a write set was seen', () => {
    const clients = new Clients().unknown({ a: 'x', b: 'one' }).unknown({ a: 'x', b: 'two' }).read('a', shown(1))
    expect(wrongWith(clients)).toBeNull()
    expect(wrongWith(clients.read('b', { bound: 1, version: 0, text: null }))).toBe('a version that nobody wrote')
  })

  test('they are fewer than what was shown: one is there twice', () => {
    const clients = new Clients().unknown({ a: 'x' }).unknown({ a: 'x' }).read('a', shown(1)).read('a', shown(2))
    expect(wrongWith(clients)).toBeNull()
    expect(wrongWith(clients.read('a', shown(3)))).toBe('a version that nobody wrote')
  })

  test('each of them is based on a commit before another on its key: a later committer won', () => {
    const stale = (basedOn: number | null) => {
      const clients = new Clients().acknowledged(1, { a: 'one' })
      for (const of of [0, basedOn]) clients.unknownBasedOn(of, { a: 'x' })
      return wrongWith(clients.read('a', shown(2)))
    }
    expect([stale(0), stale(1), stale(null)]).toEqual(['a version that nobody wrote', null, null])
  })

  test('each of them is based on a commit that is not there yet', () => {
    const clients = new Clients().unknownBasedOn(1, { a: 'x' }).unknownBasedOn(2, { a: 'x' })
    expect(wrongWith(clients.read('a', shown(1)))).toBe('a version that nobody wrote')
  })

  test('one of them has changed what the other is based on, whichever came first', () => {
    const either = (basedOn: number | null) => {
      const clients = new Clients().unknownBasedOn(0, { a: 'x', b: 'x' }).unknownBasedOn(basedOn, { a: 'x', b: 'x' })
      return wrongWith(clients.read('a', shown(1)).read('b', shown(2)))
    }
    expect([either(0), either(null)]).toEqual(['a version that nobody wrote', null])
  })

  test('one that is told to be rejected leaves the other with both', () => {
    const clients = new Clients().unknown({ a: 'x' })
    const write = clients.ask({ a: 'x' })
    clients.read('a', shown(1)).read('a', shown(2))
    expect(wrongWith(clients)).toBeNull()
    expect(wrongWith(clients.reject(write))).toBe('a version that nobody wrote')
  })
})

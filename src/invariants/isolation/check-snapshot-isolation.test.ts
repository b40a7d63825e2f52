import { describe, expect, test } from 'vitest'
import { nodeName, requestId } from '../../aerodb/ids.ts'
import { checkSnapshotIsolation } from './check-snapshot-isolation.ts'
import { ClientHistory, type ClientRead, type ClientWrite } from './client-history.ts'

const N1 = nodeName('n1')
const N2 = nodeName('n2')
const HISTORY = 'h'

interface Sets {
  readonly [key: string]: string | null
}

const named = (id: string) => ({ collection: 'notes', id })

/** A history in the order in which its lines stand: each was answered before the next was asked. */
class Told {
  readonly history = new ClientHistory()
  #now = 0

  acknowledged(commitId: number, sets: Sets, basedOn: number | null = null): this {
    return this.#write(sets, basedOn, { kind: 'acknowledged', commitId })
  }

  unknown(sets: Sets): this {
    return this.#write(sets, null, { kind: 'unknown' })
  }

  rejected(sets: Sets): this {
    return this.#write(sets, null, { kind: 'rejected' })
  }

  read(key: string, at: { readonly bound: number; readonly version: number; readonly text: string | null }, node = N2): this {
    const read: ClientRead = { ...this.#asked(node), ...named(key), isNewest: false, ...at }
    this.history.reads.push(read)
    return this
  }

  readNewest(
    key: string,
    at: { readonly bound: number; readonly version: number; readonly text: string | null },
    node = N1,
  ): this {
    this.history.reads.push({ ...this.#asked(node), ...named(key), isNewest: true, ...at })
    return this
  }

  get violations(): readonly string[] {
    return checkSnapshotIsolation(this.history).map(({ what }) => what)
  }

  #write(sets: Sets, basedOn: number | null, outcome: ClientWrite['outcome']): this {
    this.history.writes.push({
      ...this.#asked(N1),
      texts: new Map(Object.entries(sets).map(([id, text]) => [`notes:${id}`, text])),
      basedOn,
      outcome,
    })
    return this
  }

  #asked(node: typeof N1) {
    this.#now += 2
    return { request: requestId(`q${this.#now}`), node, historyId: HISTORY, askedAt: this.#now, answeredAt: this.#now + 1 }
  }
}

describe('snapshot isolation over what clients were told (MVCC-1, MVCC-4, MVCC-5)', () => {
  test('an ordinary day', () => {
    const told = new Told()
      .acknowledged(1, { a: 'one', b: 'one' })
      .read('a', { bound: 1, version: 1, text: 'one' })
      .acknowledged(2, { a: 'two' }, 1)
      .acknowledged(3, { b: null }, 1)
      .read('a', { bound: 1, version: 1, text: 'one' })
      .read('a', { bound: 3, version: 2, text: 'two' })
      .read('b', { bound: 3, version: 3, text: null })
      .read('c', { bound: 3, version: 0, text: null })
      .readNewest('a', { bound: 3, version: 2, text: 'two' })
    expect(told.violations).toEqual([])
  })

  test('an unknown outcome may have happened or not', () => {
    expect(new Told().unknown({ a: 'x' }).read('a', { bound: 0, version: 0, text: null }).violations).toEqual([])
    expect(new Told().unknown({ a: 'x', b: 'x' }).read('a', { bound: 1, version: 1, text: 'x' }).violations).toEqual([])
    expect(new Told().unknown({ a: null }).read('a', { bound: 4, version: 4, text: null }).violations).toEqual([])
  })

  test('an unknown outcome that one read shows has happened whole', () => {
    const told = new Told()
      .unknown({ a: 'x', b: 'x' })
      .read('a', { bound: 1, version: 1, text: 'x' })
      .read('b', { bound: 1, version: 0, text: null })
    expect(told.violations).toEqual(['a read is not the newest at its bound'])
  })

  test('a write set that was rejected is never seen', () => {
    const told = new Told().rejected({ a: 'x' }).read('a', { bound: 1, version: 1, text: 'x' })
    expect(told.violations).toContain('a rejected write set was seen')
  })

  test('nothing is seen that nobody wrote', () => {
    expect(new Told().read('a', { bound: 1, version: 1, text: 'x' }).violations).toContain('a version that nobody wrote')
  })

  test('an acknowledged write that a later read does not show is lost', () => {
    const told = new Told().acknowledged(1, { a: 'one' }).read('a', { bound: 1, version: 0, text: null })
    expect(told.violations).toEqual(['a read is not the newest at its bound'])
  })

  test('a read sees half of a write set', () => {
    const told = new Told()
      .acknowledged(1, { a: 'one', b: 'one' })
      .acknowledged(2, { a: 'two', b: 'two' })
      .read('a', { bound: 2, version: 2, text: 'two' })
      .read('b', { bound: 2, version: 1, text: 'one' })
    expect(told.violations).toEqual(['a read is not the newest at its bound'])
  })

  test('a read from the future of its bound', () => {
    const told = new Told().acknowledged(1, { a: 'one' }).read('a', { bound: 0, version: 1, text: 'one' })
    expect(told.violations).toEqual(['a read is not the newest at its bound'])
  })

  test('a document that reads back otherwise than it was written', () => {
    const told = new Told().acknowledged(1, { a: 'one' }).read('a', { bound: 1, version: 1, text: 'eno' })
    expect(told.violations).toEqual(['a document is not as it was written'])
  })

  test('the second committer wins', () => {
    const told = new Told().acknowledged(1, { a: 'one' }).acknowledged(2, { a: 'two' }).acknowledged(3, { a: 'three' }, 1)
    expect(told.violations).toEqual(['a later committer won'])
  })

  test('a write set is based on a commit that is not there yet (MVCC-7)', () => {
    const told = new Told().acknowledged(1, { a: 'one' }).acknowledged(2, { b: 'two' }, 2)
    expect(told.violations).toEqual(['based on a commit that was not there'])
  })

  test('one CommitId is given twice', () => {
    const told = new Told().acknowledged(1, { a: 'one' }).acknowledged(1, { b: 'two' })
    expect(told.violations).toContain('one CommitId for two write sets')
  })

  test('one write set is at two CommitIds', () => {
    const told = new Told()
      .unknown({ a: 'x' })
      .read('a', { bound: 1, version: 1, text: 'x' })
      .read('a', { bound: 3, version: 2, text: 'x' })
    expect(told.violations).toContain('a write set at two CommitIds')
  })

  test('CommitIds go against what clients know of the order', () => {
    const told = new Told().acknowledged(2, { a: 'one' }).acknowledged(1, { b: 'two' })
    expect(told.violations).toEqual(['CommitIds against the order in which clients saw them'])
  })

  test('the newest on the Primary lacks what it has acknowledged', () => {
    const told = new Told().acknowledged(1, { a: 'one' }).readNewest('b', { bound: 0, version: 0, text: null })
    expect(told.violations).toEqual(['a read of the newest missed what was acknowledged'])
  })

  test('a Replica may lag, and two histories have nothing to do with each other', () => {
    expect(new Told().acknowledged(1, { a: 'one' }).readNewest('a', { bound: 0, version: 0, text: null }, N2).violations).toEqual(
      [],
    )
  })
})

import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { N1, N2, Rehearsal } from '../../simulation/rehearsal.ts'
import { commitId, type NodeName, type ReadViewId, readViewId } from '../ids.ts'

const hash = await loadHash128()

/** Commit 1 puts `a`, 2 puts it anew, 3 deletes it, 4 puts it again. */
function written(): Rehearsal {
  const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2] })
  rehearsal.putAndSettle('a', 'one')
  rehearsal.putAndSettle('a', 'two')
  rehearsal.write([{ op: 'delete', collection: 'notes', id: 'a' }])
  rehearsal.cluster.settle()
  rehearsal.putAndSettle('a', 'four')
  return rehearsal
}

function openView(rehearsal: Rehearsal, name: NodeName, at: number | null): ReadViewId {
  const opened = rehearsal.ask(name, { kind: 'openReadView', at: at === null ? null : commitId(at) })
  if (opened?.kind !== 'opened') throw new Error(`the view was ${opened?.kind}`)
  return opened.view
}

describe.each([
  ['the Primary', N1],
  ['a Replica', N2],
] as const)('%s', (_, name) => {
  test.each([
    [0, null, null],
    [1, 1, 'one'],
    [2, 2, 'two'],
    [3, 3, null],
    [4, 4, 'four'],
  ])('at bound %i shows version %s: %s (MVCC-1)', (bound, version, text) => {
    const document = text === null ? null : { _id: 'a', text }
    const served = { kind: 'served', document, version, bound }
    expect(written().read(name, 'a', { kind: 'commit', commitId: commitId(bound) })).toEqual(served)
  })

  test('without a bound reads at the newest commit that is applied (READ-2)', () => {
    expect(written().read(name, 'a')).toMatchObject({ version: 4, bound: 4 })
  })

  test('shows nothing of a document that was never written', () => {
    expect(written().read(name, 'z')).toEqual({ kind: 'served', document: null, version: null, bound: 4 })
  })

  test('keeps a view where it was opened, whatever is committed after (MVCC-3)', () => {
    const rehearsal = written()
    const [newest, past] = [openView(rehearsal, name, null), openView(rehearsal, name, 2)]
    for (const text of ['five', 'six']) rehearsal.putAndSettle('a', text)
    expect(rehearsal.position(name).readViews).toEqual([
      { id: newest, bound: 4 },
      { id: past, bound: 2 },
    ])
    expect(rehearsal.read(name, 'a', { kind: 'view', view: newest })).toMatchObject({ document: { text: 'four' }, bound: 4 })
    expect(rehearsal.read(name, 'a', { kind: 'view', view: past })).toMatchObject({ document: { text: 'two' }, bound: 2 })
    expect(rehearsal.read(name, 'a')).toMatchObject({ document: { text: 'six' }, bound: 6 })
  })

  test('closes a view once, and serves nothing through it then (READ-4)', () => {
    const rehearsal = written()
    const view = openView(rehearsal, name, 1)
    expect(rehearsal.ask(name, { kind: 'closeReadView', view })).toEqual({ kind: 'done', detail: null })
    const refused = {
      kind: 'refused',
      error: { code: 'AERO_READ_VIEW_NOT_OPEN', rule: 'READ-4', evidence: { view, openViews: [] } },
    }
    expect(rehearsal.read(name, 'a', { kind: 'view', view })).toMatchObject(refused)
    expect(rehearsal.ask(name, { kind: 'closeReadView', view })).toMatchObject(refused)
  })

  test('opens no view in the future or below the floor (READ-2, READ-3)', () => {
    const rehearsal = written()
    expect(rehearsal.ask(name, { kind: 'openReadView', at: commitId(5) })).toMatchObject({ error: { rule: 'READ-2' } })
    expect(rehearsal.ask(name, { kind: 'openReadView', at: commitId(-1) })).toMatchObject({ error: { rule: 'READ-3' } })
    expect(rehearsal.position(name).readViews).toEqual([])
  })

  test('a view ends with its incarnation, and its name is not given again (READ-4)', () => {
    const rehearsal = written()
    const view = openView(rehearsal, name, 1)
    rehearsal.restart(name)
    expect(rehearsal.read(name, 'a', { kind: 'view', view })).toMatchObject({ kind: 'refused', error: { rule: 'READ-4' } })
    expect(openView(rehearsal, name, 1)).not.toBe(view)
  })
})

test('views are of one node: another does not know them (READ-4)', () => {
  const rehearsal = written()
  const view = openView(rehearsal, N1, 1)
  // As many were opened there, in as many lives.
  expect(openView(rehearsal, N2, 2)).not.toBe(view)
  expect(rehearsal.read(N2, 'a', { kind: 'view', view })).toMatchObject({ kind: 'refused', error: { rule: 'READ-4' } })
})

test('a read whose key has two readings is refused, as its write is (DOC-2)', () => {
  const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2] })
  // The key of both is a:b:c.
  rehearsal.write([{ op: 'put', collection: 'a', document: { _id: 'b:c' } }])
  rehearsal.cluster.settle()
  const read = (collection: string, id: string) => rehearsal.ask(N2, { kind: 'read', collection, id, at: { kind: 'newest' } })
  expect(read('a', 'b:c')).toMatchObject({ kind: 'served', document: { _id: 'b:c' } })
  expect(read('a:b', 'c')).toMatchObject({ kind: 'refused', error: { code: 'AERO_WRITE_KEY_INVALID', rule: 'DOC-2' } })
})

describe('a Replica', () => {
  test('without a Primary in reach serves its prefix, and says as of when it knows the Primary (READ-6)', () => {
    const rehearsal = written()
    rehearsal.cluster.linkDown(N1, N2)
    rehearsal.putAndSettle('a', 'five')
    expect(rehearsal.position(N2)).toMatchObject({ appliedCommitId: 4, primaryCommitId: 4, session: 'disconnected' })
    expect(rehearsal.read(N2, 'a')).toMatchObject({ kind: 'served', document: { text: 'four' }, bound: 4 })
    expect(rehearsal.read(N2, 'a', { kind: 'commit', commitId: commitId(5) })).toMatchObject({
      kind: 'refused',
      error: { rule: 'READ-2', evidence: { bound: 5, appliedCommitId: 4 } },
    })
  })

  test('that has heard of no Primary since its start claims to know nothing of one (READ-6)', () => {
    const rehearsal = written()
    rehearsal.cluster.kill(N1, 'lost')
    rehearsal.restart(N2)
    expect(rehearsal.position(N2)).toMatchObject({ appliedCommitId: 4, primaryCommitId: 0, primaryDurableLsn: 0 })
    expect(rehearsal.read(N2, 'a')).toMatchObject({ kind: 'served', version: 4 })
  })

  test('serves what it received only once that is durable (READ-5)', () => {
    const rehearsal = written()
    rehearsal.put('a', 'five')
    rehearsal.landAll(N1)
    rehearsal.cluster.deliver(N1, N2)
    expect(rehearsal.position(N2)).toMatchObject({ receivedLsn: 11, durableLsn: 9, primaryCommitId: 5 })
    expect(rehearsal.read(N2, 'a')).toMatchObject({ version: 4, bound: 4 })
    rehearsal.landAll(N2)
    expect(rehearsal.read(N2, 'a')).toMatchObject({ version: 5, bound: 5 })
  })

  test('that is empty serves the one bound at which there is nothing', () => {
    const rehearsal = Rehearsal.steady({ hash, nodes: [N1, N2] })
    expect(rehearsal.read(N2, 'a')).toEqual({ kind: 'served', document: null, version: null, bound: 0 })
  })
})

describe('a halted node serves nothing, from the step in which it decides (READ-1, MODEL-8)', () => {
  function halting(): { readonly rehearsal: Rehearsal; readonly view: ReadViewId } {
    const rehearsal = written()
    const view = openView(rehearsal, N2, 1)
    rehearsal.cluster.inject(N1, N2, new Uint8Array(0))
    return { rehearsal, view }
  }

  test.each(['decided', 'durable', 'restarted'])('%s', (when) => {
    const { rehearsal, view } = halting()
    if (when !== 'decided') rehearsal.cluster.settle()
    if (when === 'restarted') rehearsal.restart(N2)
    const refused = {
      kind: 'refused',
      error: { code: 'AERO_READ_NOT_SERVING', rule: 'READ-1', evidence: { role: 'ReplicationHalted' } },
    }
    expect(rehearsal.read(N2, 'a')).toMatchObject(refused)
    expect(rehearsal.read(N2, 'a', { kind: 'view', view })).toMatchObject(refused)
    expect(rehearsal.ask(N2, { kind: 'openReadView', at: null })).toMatchObject(refused)
  })

  test('but closes a view that is open', () => {
    const { rehearsal, view } = halting()
    rehearsal.cluster.settle()
    expect(rehearsal.ask(N2, { kind: 'closeReadView', view })).toEqual({ kind: 'done', detail: null })
    expect(rehearsal.ask(N2, { kind: 'closeReadView', view: readViewId('r9') })).toMatchObject({ error: { rule: 'READ-4' } })
  })
})

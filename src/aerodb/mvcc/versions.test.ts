import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { N1, N2, Rehearsal } from '../../simulation/rehearsal.ts'
import { type DocumentKey, documentKey, type NodeName } from '../ids.ts'
import type { VersionInspection } from '../inspection.ts'

const hash = await loadHash128()

const KEYS = ['a', 'b', 'c']
const operation = fc.record({ id: fc.constantFrom(...KEYS), op: fc.constantFrom('put', 'delete') })
const writeSets = fc.array(fc.uniqueArray(operation, { minLength: 1, maxLength: 3, selector: ({ id }) => id }), {
  minLength: 1,
  maxLength: 12,
})

const keyOf = (id: string): DocumentKey => documentKey('notes', id)
const versionsOn = (rehearsal: Rehearsal, name: NodeName): readonly (readonly VersionInspection[])[] =>
  KEYS.map((id) => rehearsal.node(name).versions(keyOf(id)))

describe('versions are immutable, and a key’s are held oldest first (MVCC-2)', () => {
  test.each(['each', 'group'] as const)('whatever is committed after, restarts included (%s)', (sync) => {
    const histories = fc.property(writeSets, fc.nat(11), (sets, restartAt) => {
      const rehearsal = Rehearsal.steady({ hash, sync, nodes: [N1, N2] })
      let before = versionsOn(rehearsal, N1)
      for (const [index, set] of sets.entries()) {
        rehearsal.write(
          set.map(({ id, op }) =>
            op === 'put' ? { op, collection: 'notes', document: { _id: id, text: `${index}` } } : { op, collection: 'notes', id },
          ),
        )
        rehearsal.cluster.settle()
        if (index === restartAt) for (const name of [N1, N2]) rehearsal.restart(name)
        for (const name of [N1, N2]) {
          const now = versionsOn(rehearsal, name)
          for (const [key, versions] of now.entries()) {
            expect(versions.slice(0, before[key]?.length)).toEqual(before[key])
            const commits = versions.map(({ commitId }) => commitId)
            expect(commits).toEqual([...new Set(commits)].toSorted((a, b) => a - b))
          }
        }
        before = versionsOn(rehearsal, N1)
      }
    })
    fc.assert(histories, { numRuns: 15 })
  })

  test('who changes what it was shown changes nothing of what is held', () => {
    const rehearsal = Rehearsal.steady({ hash, nodes: [N1], judge: 'nothing' })
    const fields: { _id: string; text: string } = { _id: 'a', text: 'one' }
    rehearsal.write([{ op: 'put', collection: 'notes', document: fields }])
    fields.text = 'changed while the batch was in flight'
    rehearsal.cluster.settle()
    const served = rehearsal.read(N1, 'a')
    const document = served?.kind === 'served' ? served.document : null
    Object.assign(document ?? {}, { text: 'changed by its reader' })
    rehearsal.node(N1).walBytes().fill(0)
    expect(rehearsal.read(N1, 'a')).toMatchObject({ document: { _id: 'a', text: 'one' } })
    rehearsal.restart(N1)
    expect(rehearsal.read(N1, 'a')).toMatchObject({ document: { _id: 'a', text: 'one' } })
  })
})

describe('a write set becomes visible together, at its CommitId, or not at all (MVCC-5)', () => {
  /** Both documents, as one reader sees them now; null where it is refused. */
  function bothOn(rehearsal: Rehearsal, name: NodeName): readonly unknown[] {
    return ['a', 'b'].map((id) => {
      const read = rehearsal.read(name, id)
      return read?.kind === 'served' ? { version: read.version, text: read.document?.text ?? null } : null
    })
  }

  const step = fc.oneof(
    { weight: 3, arbitrary: fc.constant('write' as const) },
    { weight: 4, arbitrary: fc.constantFrom('land n1', 'land n2') },
    { weight: 4, arbitrary: fc.constantFrom('deliver', 'report') },
    { weight: 1, arbitrary: fc.constantFrom('abort n1', 'abort n2', 'restart n1', 'restart n2') },
  )

  test.each(['each', 'group'] as const)('at every step between a commit and its arrival, on either node (%s)', (sync) => {
    const runs = fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const rehearsal = Rehearsal.steady({ hash, sync, nodes: [N1, N2] })
      const { cluster } = rehearsal
      let writes = 0
      for (const next of steps) {
        const name = next.endsWith('n2') ? N2 : N1
        if (next === 'write') {
          writes += 1
          rehearsal.write(['a', 'b'].map((id) => ({ op: 'put', collection: 'notes', document: { _id: id, text: `${writes}` } })))
        } else if (next.startsWith('land')) {
          if (cluster.at(name).writing !== null) cluster.land(name)
        } else if (next.startsWith('abort')) {
          const purpose = cluster.at(name).writing?.purpose ?? ''
          if (purpose.endsWith('Append')) cluster.fail(name, { outcome: 'aborted', cause: 'QuotaExceededError' })
        } else if (next.startsWith('restart')) rehearsal.restart(name)
        else {
          const [from, to] = next === 'deliver' ? [N1, N2] : [N2, N1]
          if (cluster.frames(from, to).length > 0) cluster.deliver(from, to)
        }
        for (const reader of [N1, N2]) {
          const [a, b] = bothOn(rehearsal, reader)
          expect(a).toEqual(b)
        }
      }
      for (const name of [N1, N2]) {
        const [ofA, ofB] = [keyOf('a'), keyOf('b')].map((key) =>
          rehearsal
            .node(name)
            .versions(key)
            .map(({ commitId }) => commitId),
        )
        expect(ofA).toEqual(ofB)
      }
    })
    fc.assert(runs, { numRuns: 40 })
  })
})

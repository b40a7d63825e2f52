import { describe, expect, test } from 'vitest'
import { loadHash128 } from '../../platform/hashing.ts'
import { N1, N2, Rehearsal } from '../../simulation/rehearsal.ts'
import { documentKey } from '../ids.ts'

const hash = await loadHash128()
const NOTE = documentKey('notes', 'a')

function fiveVersions(): Rehearsal {
  const rehearsal = Rehearsal.steady({ hash })
  for (const text of ['one', 'two', 'three', 'four', 'five']) rehearsal.putAndSettle('a', text)
  return rehearsal
}

describe('chains', () => {
  test('come whole, oldest first, and alike from every node that has applied the same', () => {
    const rehearsal = fiveVersions()
    const [chain] = rehearsal.node(N1).chains({ kind: 'recent', limit: 1 })
    expect(chain).toMatchObject({ key: NOTE, olderVersions: 0 })
    const commits = chain?.versions.map(({ commitId }) => commitId) ?? []
    expect(commits).toHaveLength(5)
    expect(commits).toEqual(commits.toSorted((a, b) => a - b))
    expect(rehearsal.node(N2).chains({ kind: 'keys', keys: [NOTE] })).toEqual([chain])
  })

  test('give the newest versions where fewer are asked for, and count the others', () => {
    const node = fiveVersions().node(N1)
    const [whole] = node.chains({ kind: 'keys', keys: [NOTE] })
    const [part] = node.chains({ kind: 'keys', keys: [NOTE], versions: 2 })
    expect(part?.olderVersions).toBe(3)
    expect(part?.versions).toEqual(whole?.versions.slice(3))
    expect(node.chains({ kind: 'keys', keys: [NOTE], versions: 5 })).toEqual([whole])
  })
})

import { describe, expect, it } from 'vitest'
import { commitId, lsn } from '../../aerodb/ids.ts'
import { exampleNode, examplePosition, examplePrimary, exampleView } from '../../cluster/example-view.ts'
import { lagOf, lagWords } from './lag.ts'

const told = examplePosition({ primaryCommitId: commitId(44), primaryDurableLsn: lsn(139) })
const behind = exampleNode('n2', { position: told })

describe('lagOf (READ-6)', () => {
  it('counts commits and records against the Primary, although the Replica was told of none', () => {
    const lag = lagOf(exampleView({ nodes: [examplePrimary(), behind] }), behind)
    expect(lag).toEqual({ primary: 'n1', primaryCommitId: 46, commits: 2, records: 3, seen: 'now' })
    expect(lag === null ? null : lagWords(lag)).toBe('2 commits and 3 records behind n1')
  })

  it('counts without a session, and for a halted Replica, too', () => {
    for (const differs of [{ session: 'disconnected' }, { role: 'ReplicationHalted' }] as const) {
      const node = exampleNode('n2', { position: examplePosition(differs) })
      expect(lagOf(exampleView({ nodes: [examplePrimary(), node] }), node)?.commits).toBe(2)
    }
  })

  it('says so where one of the two is dead', () => {
    const primary = { ...examplePrimary(), life: 'dead' } as const
    const lag = lagOf(exampleView({ nodes: [primary, behind] }), behind)
    expect(lag === null ? null : lagWords(lag)).toBe('2 commits and 3 records behind n1, as last seen')
  })

  it('compares nothing that can not be compared', () => {
    const primary = examplePrimary()
    const foreign = exampleNode('n2', { position: examplePosition({ historyId: 'f'.repeat(32) }) })
    const refused = exampleNode('n2', { position: examplePosition({ role: 'StartRefused' }) })
    for (const node of [primary, foreign, refused, exampleNode('n2', { position: null })])
      expect(lagOf(exampleView({ nodes: [primary, node] }), node)).toBeNull()
    expect(lagOf(exampleView({ nodes: [behind] }), behind)).toBeNull()
  })
})

import { describe, expect, it } from 'vitest'
import { newCluster, nodeConfigurationOf, nodeRecordOf, withOverride, withStart, withWorkload } from './registry-record.ts'

const CONFIGURATION = { nodes: ['n1', 'n2'], primary: 'n1' } as const
const created = newCluster('c1', 'created', CONFIGURATION)

describe('the record of a cluster', () => {
  it('counts the starts of each node', () => {
    const record = withStart(withStart(withStart(created, 'n2'), 'n1'), 'n2')
    expect(nodeRecordOf(record, 'n1').starts).toBe(1)
    expect(nodeRecordOf(record, 'n2').starts).toBe(2)
    expect(nodeRecordOf(created, 'n2').starts).toBe(0)
  })

  it('configures a node as the cluster is, but for its own changes, which add up (MODEL-1)', () => {
    const record = withOverride(withOverride(created, 'n2', { primary: 'n2' }), 'n2', { sync: 'group' })
    expect(nodeConfigurationOf(record, 'n2')).toEqual({
      clusterId: 'c1',
      node: 'n2',
      nodes: ['n1', 'n2'],
      primaries: ['n2'],
      sync: 'group',
      revision: 2,
    })
    expect(nodeConfigurationOf(record, 'n1')).toEqual({
      clusterId: 'c1',
      node: 'n1',
      nodes: ['n1', 'n2'],
      primaries: ['n1'],
      sync: 'each',
      revision: 0,
    })
    expect(nodeConfigurationOf(withOverride(record, 'n2', { primary: ['n1', 'n2'] }), 'n2').primaries).toEqual(['n1', 'n2'])
  })

  it('remembers a workload for the demo only', () => {
    const workload = { commitsPerSecond: 3, clients: 1 }
    const demo = withWorkload(newCluster('c2', 'demo', CONFIGURATION), 'n1', workload)
    expect(nodeRecordOf(demo, 'n1').workload).toEqual(workload)
    expect(nodeRecordOf(withWorkload(demo, 'n1', null), 'n1').workload).toBeNull()
    expect(nodeRecordOf(withWorkload(created, 'n1', workload), 'n1').workload).toBeNull()
  })
})

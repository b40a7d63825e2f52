import { describe, expect, it } from 'vitest'
import { NO_FAULTS } from '../faults-record.ts'
import { ownValue } from '../own-value.ts'
import {
  newCluster,
  nodeConfigurationOf,
  nodeRecordOf,
  registryRecordOf,
  type StoredRegistryRecord,
  withOverride,
  withStart,
  withWorkload,
} from './registry-record.ts'

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

  it.each([
    'constructor',
    'toString',
    'valueOf',
    'hasOwnProperty',
    '__proto__',
  ])('knows nothing of a node named %s but what was kept of it, and can be stored (CLUSTER-2)', (node) => {
    const cluster = newCluster('c1', 'created', { nodes: [node, 'b'], primary: 'b' })
    const record = structuredClone(withOverride(withStart(cluster, node), node, { sync: 'group' }))
    expect(nodeRecordOf(cluster, node)).toEqual({ starts: 0, override: {}, configured: 0, workload: null })
    expect(nodeRecordOf(record, node)).toMatchObject({ starts: 1, override: { sync: 'group' } })
    expect(nodeRecordOf(record, 'b')).toMatchObject({ starts: 0, override: {} })
    const stranger = newCluster('c2', 'created', CONFIGURATION)
    expect(nodeRecordOf(stranger, node)).toEqual({ starts: 0, override: {}, configured: 0, workload: null })
    expect(ownValue(NO_FAULTS.crashPoints, node)).toBeUndefined()
    expect(ownValue(Object.fromEntries([[node, 'afterApply']]), node)).toBe('afterApply')
  })

  it('remembers a workload for the demo only', () => {
    const workload = { commitsPerSecond: 3, clients: 1 }
    const demo = withWorkload(newCluster('c2', 'demo', CONFIGURATION), 'n1', workload)
    expect(nodeRecordOf(demo, 'n1').workload).toEqual(workload)
    expect(nodeRecordOf(withWorkload(demo, 'n1', null), 'n1').workload).toBeNull()
    expect(nodeRecordOf(withWorkload(created, 'n1', workload), 'n1').workload).toBeNull()
  })

  it('reads what an earlier build wrote, and nothing that a later one did', () => {
    const { faults: _, ...first } = created
    const discarded = [{ clusterId: 'c0', nodes: ['n1'] }]
    expect(registryRecordOf({ format: 1, current: first, discarded })).toEqual({
      format: 2,
      current: { ...first, faults: NO_FAULTS },
      discarded,
    })
    expect(registryRecordOf({ format: 1, current: null, discarded })).toEqual({ format: 2, current: null, discarded })
    expect(registryRecordOf({ format: 2, current: created, discarded })).toEqual({ format: 2, current: created, discarded })
    expect(registryRecordOf({ format: 3, current: null, discarded } as object as StoredRegistryRecord)).toBeNull()
  })
})

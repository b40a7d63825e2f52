import { describe, expect, it } from 'vitest'
import { writeError } from '../../host/disk.ts'
import { AeroFailure } from '../../platform/failure.ts'
import { type ClusterRecord, EMPTY_REGISTRY, newCluster, type RegistryRecord } from './registry-record.ts'
import { replaceDisks } from './replacement.ts'

const OLD = newCluster('old', 'created', { nodes: ['n1', 'n2'], primary: 'n1' })
const NEXT = newCluster('next', 'created', { nodes: ['a'], primary: 'a' })

/** An origin with the old cluster on it, whose registry refuses its next saves for the given causes, in order. */
function origin(...causes: readonly string[]) {
  const disks = new Set(['old:n1', 'old:n2'])
  const failing = [...causes]
  const registry = {
    record: { ...EMPTY_REGISTRY, current: OLD } as RegistryRecord,
    save: async (change: Partial<RegistryRecord>) => {
      const cause = failing.shift()
      if (cause !== undefined) throw new AeroFailure(writeError(new DOMException('', cause)))
      registry.record = { ...registry.record, ...change }
    },
  }
  const replace = (next: ClusterRecord) =>
    replaceDisks(registry, next, {
      initialize: async (clusterId, node) => void disks.add(`${clusterId}:${node}`),
      remove: async (clusterId, node) => void disks.delete(`${clusterId}:${node}`),
    })
  return { registry, disks, replace }
}

describe('the disks of a new cluster', () => {
  it('take the place of the old ones', async () => {
    const { registry, disks, replace } = origin()
    await replace(NEXT)
    expect([...disks]).toEqual(['next:a'])
    expect(registry.record).toMatchObject({ current: NEXT, discarded: [] })
  })

  it('take it on a full disk too, where the old ones make room', async () => {
    const { registry, disks, replace } = origin('QuotaExceededError')
    await replace(NEXT)
    expect([...disks]).toEqual(['next:a'])
    expect(registry.record).toMatchObject({ current: NEXT, discarded: [] })
  })

  it('cost nothing of the old cluster where their record can’t be stored', async () => {
    const { registry, disks, replace } = origin()
    const workload = { commitsPerSecond: 1, clients: 1, stop: () => undefined }
    const unstorable = { ...NEXT, nodes: { a: { starts: 0, override: {}, configured: 0, workload } } }
    await expect(replace(unstorable)).rejects.toMatchObject({
      code: 'AERO_HOST_DISK_UNWRITABLE',
      evidence: { cause: 'DataCloneError' },
    })
    expect([...disks]).toEqual(['old:n1', 'old:n2'])
    expect(registry.record.current).toEqual(OLD)
  })

  it.each(['InvalidStateError', 'UnknownError'])('cost nothing of it where the registry fails with %s', async (cause) => {
    const { registry, disks, replace } = origin(cause)
    await expect(replace(NEXT)).rejects.toMatchObject({ code: 'AERO_HOST_DISK_UNWRITABLE', evidence: { cause } })
    expect([...disks]).toEqual(['old:n1', 'old:n2'])
    expect(registry.record.current).toEqual(OLD)
  })
})

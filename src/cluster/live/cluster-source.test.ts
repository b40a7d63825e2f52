import { describe, expect, it } from 'vitest'
import { deferred } from '../../platform/deferred.ts'
import { ClusterSource, type SourceState } from './cluster-source.ts'
import type { LiveCluster } from './live-cluster.ts'
import type { Opening } from './open-cluster.ts'

const CLUSTER = { name: 'the cluster' } as object as LiveCluster
const OPENED: Opening = { kind: 'opened', cluster: CLUSTER }
const ERROR = { code: 'AERO_HOST_SECOND_TAB', severity: 'FATAL', message: 'another tab runs the cluster' } as const

/** Resolves once the source is in a state of that kind that passes. */
function reaches(source: ClusterSource, passes: (state: SourceState) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (passes(source.state())) resolve()
    }
    source.subscribe(look)
    look()
  })
}

describe('where the cluster comes from', () => {
  it('is open once opening is over, and says so before', async () => {
    const opening = deferred<Opening>()
    const source = new ClusterSource(() => opening.promise)
    expect(() => source.current()).toThrow(/^AERO_CLUSTER_NOT_OPEN: /)
    const opened = source.opened()
    opening.resolve(OPENED)
    expect(await opened).toBe(CLUSTER)
    expect(source.current()).toBe(CLUSTER)
  })

  it('lets a second tab do nothing but wait, and take over once the first is gone (FAIL-58)', async () => {
    const free = deferred<void>()
    const occupied: Opening = { kind: 'occupied', error: ERROR, whenFree: free.promise, takeOver: () => Promise.resolve(OPENED) }
    const source = new ClusterSource(() => Promise.resolve(occupied))
    await expect(source.opened()).rejects.toThrow(/^AERO_HOST_SECOND_TAB: /)
    expect(source.state()).toEqual({ kind: 'occupied', isFree: false, error: ERROR })
    free.resolve()
    await reaches(source, (state) => state.kind === 'occupied' && state.isFree)
    source.takeOver()
    expect(await source.opened()).toBe(CLUSTER)
  })

  it('says why there can be none, and tries again when asked', async () => {
    const openings: Opening[] = [{ kind: 'unsupported', error: { ...ERROR, code: 'AERO_HOST_INDEXEDDB_UNAVAILABLE' } }, OPENED]
    const source = new ClusterSource(() => Promise.resolve(openings.shift() ?? OPENED))
    await expect(source.opened()).rejects.toThrow(/^AERO_HOST_INDEXEDDB_UNAVAILABLE: /)
    source.retry()
    expect(await source.opened()).toBe(CLUSTER)
  })
})

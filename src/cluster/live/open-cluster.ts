import type { AeroError } from '../../aerodb/error.ts'
import { withoutIndexedDb } from '../../host/disk.ts'
import { hostError } from '../../host/host-error.ts'
import { whenLockIsFree } from '../../host/locks.ts'
import { errorOf } from '../../platform/failure.ts'
import { newDemo, seedDemo } from './demo.ts'
import { EXPLORER_LOCK, takeExplorerLock } from './explorer-lock.ts'
import { LiveCluster } from './live-cluster.ts'
import { Registry } from './registry.ts'
import { deleteLeftOvers, replaceDisks } from './replacement.ts'

/** What became of opening the cluster of this origin. */
export type Opening =
  | { readonly kind: 'opened'; readonly cluster: LiveCluster }
  /** Another tab runs it. Nothing was touched. `whenFree` resolves once that tab is gone; `takeOver` opens the cluster here, once it is. */
  | {
      readonly kind: 'occupied'
      readonly error: AeroError
      readonly whenFree: Promise<void>
      readonly takeOver: () => Promise<Opening>
    }
  /** This browser, or what is stored in it, does not let a cluster run. Nothing was lost. */
  | { readonly kind: 'unsupported'; readonly error: AeroError }

/** Recovers this origin's cluster from its disks; where there is none, starts the demo. Does not wait until its nodes have started. */
export async function openCluster(): Promise<Opening> {
  const missing = missingFromPlatform()
  if (missing !== null) return { kind: 'unsupported', error: missing }
  const lock = await takeExplorerLock()
  if (lock.kind === 'held') return open()
  const takeOver = async (): Promise<Opening> => {
    await lock.whenHeld
    return open()
  }
  const message = 'another tab of this browser runs the cluster; this one started nothing and touched nothing'
  return {
    kind: 'occupied',
    error: hostError('AERO_HOST_SECOND_TAB', message, { lock: EXPLORER_LOCK }),
    whenFree: lock.whenHeld,
    takeOver,
  }
}

function missingFromPlatform(): AeroError | null {
  if (globalThis.indexedDB === undefined) return withoutIndexedDb()
  const needed = { Worker: globalThis.Worker, MessageChannel: globalThis.MessageChannel, WebAssembly: globalThis.WebAssembly }
  for (const [name, value] of Object.entries(needed)) {
    if (value === undefined)
      return hostError('AERO_HOST_PLATFORM_UNSUPPORTED', `this browser offers no ${name}`, { missing: name })
  }
  if (globalThis.navigator?.locks !== undefined) return null
  const message = 'this page has no Web Locks: open it over https or from localhost, in a current browser'
  return hostError('AERO_HOST_LOCKS_UNAVAILABLE', message, { missing: 'navigator.locks' })
}

async function open(): Promise<Opening> {
  try {
    await whenOldWorkersAreGone()
    const registry = await Registry.open()
    await deleteLeftOvers(registry)
    const { current } = registry.record
    if (current !== null) return { kind: 'opened', cluster: new LiveCluster(registry, current, 'found') }
    const demo = newDemo()
    await replaceDisks(registry, demo)
    const cluster = new LiveCluster(registry, demo, 'created')
    seedDemo(cluster).catch(reportError)
    return { kind: 'opened', cluster }
  } catch (thrown) {
    return { kind: 'unsupported', error: errorOf(thrown) }
  }
}

/** This page holds the explorer's lock and has started nothing: whoever holds a disk or the authority is dying. */
async function whenOldWorkersAreGone(): Promise<void> {
  const { held } = await navigator.locks.query()
  const names = (held ?? []).flatMap(({ name }) => (name !== undefined && OF_WORKERS.test(name) ? [name] : []))
  await Promise.all(names.map(whenLockIsFree))
}

const OF_WORKERS = /^aerodb:(disk|authority):/

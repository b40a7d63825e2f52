import type { NodeConfiguration } from '../aerodb/configuration.ts'
import { createNode } from '../aerodb/create-node.ts'
import type { Authority } from '../aerodb/input.ts'
import { AeroFailure } from '../platform/failure.ts'
import { loadHash128 } from '../platform/hashing.ts'
import { openDisk } from './disk.ts'
import { hostError } from './host-error.ts'
import { holdLock, tryToHoldLock } from './locks.ts'
import { authorityLockName, diskLockName } from './names.ts'
import { NodeHost } from './node-host.ts'
import { type Boot, HOST_PROTOCOL_VERSION, type Report } from './protocol.ts'

const ENTROPY_BYTES = 16

/**
 * Starts a node on its disk. Waits for the disk's lock, since a killed predecessor may still be dying; from there on nobody else writes to it.
 * @throws AeroFailure where the platform refuses
 */
export async function bootNode(boot: Boot, post: (report: Report) => void): Promise<NodeHost> {
  if (boot.protocol !== HOST_PROTOCOL_VERSION) throw new AeroFailure(otherBuild(boot.protocol))
  const { configuration } = boot
  const { clusterId, node } = configuration
  const [hash] = await Promise.all([loadHash128(), holdLock(diskLockName(clusterId, node))])
  let host: NodeHost | null = null
  const disk = await openDisk(clusterId, node, (cause) => {
    const error = hostError('AERO_HOST_DISK_CLOSED', `the disk of ${node} was closed under it: ${cause}`, { node, cause })
    host?.loop.end({ kind: 'stopped', error })
  })
  const contents = await disk.read()
  // Not before: a predecessor that has just died lets go of its two locks one after the other.
  const { authority, release } = await askForAuthority(configuration)
  const entropy = crypto.getRandomValues(new Uint8Array(ENTROPY_BYTES))
  host = new NodeHost(createNode(hash), disk, boot, post, (role) => {
    if (role === 'ReplicationHalted' || role === 'StartRefused') release()
  })
  if (boot.disk === 'toBeShown') host.showDisk(contents)
  host.start({ kind: 'start', configuration, disk: contents, authority, entropy, starts: boot.starts })
  return host
}

/** Only a node that is configured as Primary asks. One that ends up in another role gives it back: the rightful one may be starting. (MODEL-2) */
async function askForAuthority({
  clusterId,
  node,
  primaries,
}: NodeConfiguration): Promise<{ authority: Authority; release: () => void }> {
  if (!primaries.includes(node)) return { authority: 'notRequested', release: NOTHING_HELD }
  const held = await tryToHoldLock(authorityLockName(clusterId))
  return held === null ? { authority: 'denied', release: NOTHING_HELD } : { authority: 'granted', release: held.release }
}

const NOTHING_HELD = (): void => undefined

function otherBuild(protocol: number) {
  const message = 'this page and its node worker come from different builds: reload the page'
  return hostError('AERO_HOST_BUILD_MISMATCH', message, { page: protocol, worker: HOST_PROTOCOL_VERSION })
}

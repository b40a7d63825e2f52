import type { NodeName } from '../ids.ts'
import type { Core } from '../node/core.ts'
import type { ProvenPoint } from '../rules/log-flow.ts'
import type { Purpose } from './frame.ts'

/** A Replica to which its Primary has said hello asks for a session: whatever session there was is over. */
export function present(core: Core): void {
  core.replica = { ...core.replica, open: false, historyId: null, received: [], presentNumber: 0, presentDue: true }
  core.moveRole('PRESENTED')
}

/**
 * Shows the Primary the prefix that a session or an operator's command waits for. Not while a batch is in flight: it would change the prefix, and
 * what it appends would lie beyond what was proven. (LOG-6, RECOVERY-9, RECOVERY-13)
 */
export function presentWhatIsDue(core: Core): void {
  const primary = core.configuredPrimary
  if (core.inFlight !== null || core.halting !== null || core.stopped || primary === null || !core.links.has(primary)) return
  if (core.replica.presentDue) {
    core.replica = { ...core.replica, presentDue: false, presentNumber: sendPrefix(core, primary, 'stream') }
  }
  const { operation } = core
  if (operation?.phase === 'asking' && operation.presentNumber === 0) {
    core.operation = { ...operation, presentNumber: sendPrefix(core, primary, operation.kind) }
  }
}

/** Returns the frame's number. */
function sendPrefix(core: Core, primary: NodeName, purpose: Purpose): number {
  const { refusedDisk, manifest, configuration } = core
  const { lastLsn, chain } = core.heldLog
  const end: ProvenPoint = { lsn: lastLsn, chain }
  return core.send(primary, {
    kind: 'present',
    purpose,
    clusterId: configuration.clusterId,
    historyId: manifest?.historyId ?? refusedDisk?.manifest?.historyId ?? null,
    configurationVersion: core.configurationVersion,
    lastLsn: end.lsn,
    chain: end.chain,
    claimedLsn: Math.max(end.lsn, refusedDisk?.claimedLsn ?? 0),
  })
}

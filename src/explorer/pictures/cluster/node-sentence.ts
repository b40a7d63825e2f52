import type { HaltReason } from '../../../aerodb/observation.ts'
import type { NodeView } from '../../../cluster/cluster.ts'
import { counted } from '../../../cluster/counted.ts'

/** One line on what a node does for its clients: made of what was observed, and nothing else. `lagCommits`: behind its Primary; 0 is not said. */
export function nodeSentence(node: NodeView, lagCommits: number): string {
  const { life, position, death } = node
  if (life === 'dead') return death === null ? 'dead · disk kept' : `dead · ${death.code}`
  if (life === 'starting' || position === null) return 'starting · reads its disk'
  switch (position.role) {
    case 'Uninitialized':
      return 'empty · waits for its Primary'
    case 'Recovering':
      return 'recovering from its disk'
    case 'PrimaryActive':
      return `accepts writes · incarnation ${position.incarnation}`
    case 'ReplicaActive':
      if (lagCommits > 0) return `serves up to ${position.appliedCommitId} · ${counted(lagCommits, 'commit')} behind`
      return position.session === 'streaming'
        ? `serves reads up to CommitId ${position.appliedCommitId}`
        : `serves up to ${position.appliedCommitId} · ${position.session ?? 'disconnected'}`
    case 'ReplicationHalted':
      return `${haltedHolds(position.halt?.reason)} · serves nothing`
    case 'StartRefused':
      // The role's own word says that the start was refused.
      return position.refusal?.code ?? 'serves nothing'
  }
}

function haltedHolds(reason: HaltReason | undefined): string {
  switch (reason) {
    case 'WalGapDetected':
    case 'WalCorruption':
    case 'SnapshotIntegrityFailure':
    case 'SnapshotBoundaryMismatch':
      return 'holds a valid prefix'
    case 'HistoryDivergence':
      return 'history in doubt'
    case 'AuthorityAmbiguity':
      return 'authority in doubt'
    case 'ConfigurationError':
      return 'wrongly configured'
    case undefined:
      return 'halted'
  }
}

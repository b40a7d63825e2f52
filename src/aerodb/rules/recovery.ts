import type { Evidence } from '../error.ts'
import type { Role } from '../observation.ts'
import type { Guard } from './guard.ts'

export const diskIdentity: Guard<[manifestBytes: number | null, batches: number]> = {
  rule: 'RECOVERY-1',
  code: 'AERO_RECOVERY_IDENTITY_MISSING',
  severity: 'FATAL',
  holds: (manifestBytes) => manifestBytes !== null,
  evidence: (manifestBytes, batches) => ({ manifestBytes, batches }),
  message: () => 'the disk has no identity: it was never initialized, or was wiped',
}

/** `fault` is what reading the manifest found. */
export const manifestIntact: Guard<[fault: string | null]> = {
  rule: 'RECOVERY-2',
  code: 'AERO_RECOVERY_MANIFEST_CORRUPT',
  severity: 'FATAL',
  holds: (fault) => fault === null,
  evidence: (fault) => ({ fault }),
  message: (fault) => `the manifest does not verify: ${fault}`,
}

export const formatKnown: Guard<[formatVersion: number, known: number]> = {
  rule: 'RECOVERY-3',
  code: 'AERO_RECOVERY_FORMAT_UNKNOWN',
  severity: 'FATAL',
  holds: (formatVersion, known) => formatVersion === known,
  evidence: (formatVersion, known) => ({ formatVersion, knownFormatVersion: known }),
  message: (formatVersion, known) => `the disk is of format ${formatVersion}, and this engine knows ${known}`,
}

export const identityMatches: Guard<[clusterId: string, node: string, configuredCluster: string, configuredNode: string]> = {
  rule: 'RECOVERY-4',
  code: 'AERO_RECOVERY_IDENTITY_FOREIGN',
  severity: 'FATAL',
  holds: (clusterId, node, configuredCluster, configuredNode) => clusterId === configuredCluster && node === configuredNode,
  evidence: (clusterId, node, configuredCluster, configuredNode) => ({ clusterId, node, configuredCluster, configuredNode }),
  message: (clusterId, node) => `the disk belongs to node ${node} of cluster ${clusterId}`,
}

/** A manifest with a history has a log that begins with it; without one, no log. A Replica may have discarded its log and its history. */
export const historyMatches: Guard<
  [manifestHistory: string | null, logHistory: string | null, logCluster: string | null, clusterId: string]
> = {
  rule: 'RECOVERY-6',
  code: 'AERO_RECOVERY_HISTORY_MISSING',
  severity: 'FATAL',
  holds: (manifestHistory, logHistory, logCluster, clusterId) =>
    manifestHistory === logHistory && (logCluster === null || logCluster === clusterId),
  evidence: (manifestHistory, logHistory, logCluster, clusterId) => ({ manifestHistory, logHistory, logCluster, clusterId }),
  message: (manifestHistory, logHistory) =>
    `the manifest is of history ${manifestHistory ?? 'none'}, the log of ${logHistory ?? 'none'}`,
}

export const resumable: Guard<[role: Role, configuredAsPrimary: boolean]> = {
  rule: 'RECOVERY-10',
  code: 'AERO_RESUME_NOT_HALTED_REPLICA',
  severity: 'REJECT',
  holds: (role, configuredAsPrimary) => role === 'ReplicationHalted' && !configuredAsPrimary,
  evidence: (role, configuredAsPrimary) => ({ role, configuredAs: configuredAsPrimary ? 'primary' : 'replica' }),
  message: (role, configuredAsPrimary) =>
    `only a halted Replica resumes; this node is ${role}${configuredAsPrimary ? ' and configured as Primary' : ''}`,
}

export const primaryInReach: Guard<[primary: string, linkIsUp: boolean]> = {
  rule: 'RECOVERY-11',
  code: 'AERO_RESUME_NO_LINK',
  severity: 'REJECT',
  holds: (_primary, linkIsUp) => linkIsUp,
  evidence: (primary, linkIsUp) => ({ primary, linkIsUp }),
  message: (primary) => `no link to the Primary ${primary} is up, so nothing can be proven`,
}

export const noOpenViews: Guard<[views: readonly string[]]> = {
  rule: 'RECOVERY-12',
  code: 'AERO_BOOTSTRAP_VIEWS_OPEN',
  severity: 'REJECT',
  holds: (views) => views.length === 0,
  evidence: (views) => ({ openViews: views }),
  message: (views) => `read views are open: ${views.join(', ')}`,
}

/** What would be discarded, and whether the Primary has proven that it has all of it. */
export interface DiscardProof {
  /** `nothing`: there is no record to lose. `proven`: the Primary has them all. Otherwise why not. */
  readonly standing: 'nothing' | 'proven' | 'unproven'
  readonly evidence: Evidence
}

export const discardProven: Guard<[proof: DiscardProof, unproven: 'refuse' | 'discard']> = {
  rule: 'RECOVERY-13',
  code: 'AERO_BOOTSTRAP_UNPROVEN',
  severity: 'REJECT',
  holds: (proof, unproven) => proof.standing !== 'unproven' || unproven === 'discard',
  evidence: (proof, unproven) => ({ standing: proof.standing, unproven, ...proof.evidence }),
  message: () => 'the Primary has not proven that it has every record that would be discarded; they may be the last copy',
}

export const bootstrapRole: Guard<[configuredAsPrimary: boolean, role: Role]> = {
  rule: 'RECOVERY-14',
  code: 'AERO_BOOTSTRAP_NOT_REPLICA',
  severity: 'REJECT',
  holds: (configuredAsPrimary) => !configuredAsPrimary,
  evidence: (configuredAsPrimary, role) => ({ role, configuredAs: configuredAsPrimary ? 'primary' : 'replica' }),
  message: () => 'only a Replica is bootstrapped: a Primary has no one to take its history from',
}

/** The Primary answered a resume's handshake by accepting it. */
export const resumeProven: Guard<[answer: 'accepted' | 'refused' | 'linkLost', evidence: Evidence]> = {
  rule: 'RECOVERY-15',
  code: 'AERO_RESUME_NOT_PROVEN',
  severity: 'REJECT',
  holds: (answer) => answer === 'accepted',
  evidence: (answer, evidence) => ({ answer, ...evidence }),
  message: (answer) =>
    answer === 'linkLost' ? 'the link went down before the Primary answered' : 'the Primary did not accept the prefix',
}

/** One operator's command at a time: what is under way ends first. */
export const operatorIdle: Guard<[underWay: string | null]> = {
  rule: 'RECOVERY-16',
  code: 'AERO_OPERATOR_BUSY',
  severity: 'REJECT',
  holds: (underWay) => underWay === null,
  evidence: (underWay) => ({ underWay }),
  message: (underWay) => `a ${underWay} is under way`,
}

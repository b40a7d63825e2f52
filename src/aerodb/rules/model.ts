import type { NodeConfiguration } from '../configuration.ts'
import type { Authority } from '../input.ts'
import type { Role } from '../observation.ts'
import type { Guard } from './guard.ts'

/** The configuration names exactly one Primary, and both it and this node are members. */
export const onePrimaryConfigured: Guard<[configuration: NodeConfiguration]> = {
  rule: 'MODEL-1',
  code: 'AERO_AUTHORITY_CONFIGURATION_AMBIGUOUS',
  severity: 'FATAL',
  halt: 'AuthorityAmbiguity',
  holds: ({ primaries, nodes, node }) => {
    const [primary, ...others] = primaries
    return primary !== undefined && others.length === 0 && nodes.includes(primary) && nodes.includes(node)
  },
  evidence: ({ primaries, nodes, node }) => ({ node, configuredPrimaries: primaries, members: nodes }),
  message: ({ primaries }) =>
    primaries.length === 1
      ? `${primaries[0]} or this node is not a member`
      : `the configuration names ${primaries.length === 0 ? 'no Primary' : `${primaries.length} Primaries: ${primaries.join(', ')}`}`,
}

export const authorityHeld: Guard<[authority: Authority, node: string]> = {
  rule: 'MODEL-2',
  code: 'AERO_AUTHORITY_NOT_HELD',
  severity: 'FATAL',
  halt: 'AuthorityAmbiguity',
  holds: (authority) => authority === 'granted',
  evidence: (authority, node) => ({ node, authority }),
  message: (_authority, node) => `${node} is configured as Primary, and another node holds the cluster's authority`,
}

/** A peer that presents itself as Primary is the one configured, and this node is none itself. */
export const peerAuthority: Guard<[peer: string, peerClaimsPrimary: boolean, configuredPrimary: string, node: string]> = {
  rule: 'MODEL-3',
  code: 'AERO_AUTHORITY_SECOND_PRIMARY',
  severity: 'FATAL',
  halt: 'AuthorityAmbiguity',
  holds: (peer, peerClaimsPrimary, configuredPrimary, node) =>
    !peerClaimsPrimary || (peer === configuredPrimary && node !== configuredPrimary),
  evidence: (peer, peerClaimsPrimary, configuredPrimary, node) => ({ node, peer, peerClaimsPrimary, configuredPrimary }),
  message: (peer, _claims, configuredPrimary) => `${peer} presents itself as Primary, and ${configuredPrimary} is configured`,
}

export const writeAdmission: Guard<[role: Role]> = {
  rule: 'MODEL-4',
  code: 'AERO_WRITE_NOT_PRIMARY',
  severity: 'REJECT',
  holds: (role) => role === 'PrimaryActive',
  evidence: (role) => ({ role, wanted: 'PrimaryActive' }),
  message: (role) => `only an active Primary admits writes, and this node is ${role}`,
}

export const sameCluster: Guard<[own: string, peers: string]> = {
  rule: 'MODEL-5',
  code: 'AERO_CONFIGURATION_FOREIGN_CLUSTER',
  severity: 'FATAL',
  halt: 'ConfigurationError',
  holds: (own, peers) => own === peers,
  evidence: (own, peers) => ({ clusterId: own, peerClusterId: peers }),
  message: (own, peers) => `the peer belongs to cluster ${peers}, this node to ${own}`,
}

/** The same history, or this end or the peer has none yet. */
export const sameHistory: Guard<[own: string | null, peers: string | null]> = {
  rule: 'MODEL-6',
  code: 'AERO_CONFIGURATION_FOREIGN_HISTORY',
  severity: 'FATAL',
  halt: 'ConfigurationError',
  holds: (own, peers) => own === null || peers === null || own === peers,
  evidence: (own, peers) => ({ historyId: own, peerHistoryId: peers }),
  message: (own, peers) => `the peer follows history ${peers}, this node ${own}`,
}

export const sameConfiguration: Guard<[own: string, peers: string]> = {
  rule: 'MODEL-9',
  code: 'AERO_CONFIGURATION_VERSION_MISMATCH',
  severity: 'FATAL',
  halt: 'ConfigurationError',
  holds: (own, peers) => own === peers,
  evidence: (own, peers) => ({ configurationVersion: own, peerConfigurationVersion: peers }),
  message: () => 'this node and its peer are configured with different members or another Primary',
}

/** A disk that held a role in a history keeps it: there is no promotion and no demotion in this phase. */
export const roleUnchanged: Guard<
  [recorded: 'none' | 'primary' | 'replica', configured: 'primary' | 'replica', historyId: string | null]
> = {
  rule: 'MODEL-10',
  code: 'AERO_CONFIGURATION_ROLE_CHANGED',
  severity: 'FATAL',
  halt: 'ConfigurationError',
  holds: (recorded, configured, historyId) => recorded === 'none' || historyId === null || recorded === configured,
  evidence: (recorded, configured, historyId) => ({ recordedRole: recorded, configuredRole: configured, historyId }),
  message: (recorded, configured) => `this disk belongs to a ${recorded}, and the configuration makes it a ${configured}`,
}

/** Sessions are opened by an active Primary alone. */
export const sessionWithPrimary: Guard<[role: Role]> = {
  rule: 'MODEL-11',
  code: 'AERO_SESSION_NOT_PRIMARY',
  severity: 'REJECT',
  holds: (role) => role === 'PrimaryActive',
  evidence: (role) => ({ role, wanted: 'PrimaryActive' }),
  message: (role) => `only an active Primary opens a session, and this node is ${role}`,
}

export const sameProtocol: Guard<[frameProtocol: number, own: number]> = {
  rule: 'MODEL-12',
  code: 'AERO_CONFIGURATION_PROTOCOL_MISMATCH',
  severity: 'FATAL',
  halt: 'ConfigurationError',
  holds: (frameProtocol, own) => frameProtocol === own,
  evidence: (frameProtocol, own) => ({ frameProtocol, protocol: own }),
  message: (frameProtocol, own) => `the peer speaks protocol ${frameProtocol}, this node ${own}`,
}

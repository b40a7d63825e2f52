import type { Role } from '../observation.ts'
import type { Guard } from './guard.ts'

export const readRole: Guard<[role: Role]> = {
  rule: 'READ-1',
  code: 'AERO_READ_NOT_SERVING',
  severity: 'REJECT',
  holds: (role) => role === 'PrimaryActive' || role === 'ReplicaActive',
  evidence: (role) => ({ role }),
  message: (role) => `a node that is ${role} serves no reads`,
}

export const readWithinApplied: Guard<[bound: number, appliedCommitId: number]> = {
  rule: 'READ-2',
  code: 'AERO_READ_BEYOND_APPLIED',
  severity: 'REJECT',
  holds: (bound, appliedCommitId) => bound <= appliedCommitId,
  evidence: (bound, appliedCommitId) => ({ bound, appliedCommitId }),
  message: (bound, appliedCommitId) => `CommitId ${bound} is not applied here: this node stands at ${appliedCommitId}`,
}

export const readAboveFloor: Guard<[bound: number, visibilityFloor: number]> = {
  rule: 'READ-3',
  code: 'AERO_READ_BELOW_FLOOR',
  severity: 'REJECT',
  holds: (bound, visibilityFloor) => bound >= visibilityFloor,
  evidence: (bound, visibilityFloor) => ({ bound, visibilityFloor }),
  message: (bound, visibilityFloor) => `CommitId ${bound} lies below the visibility floor ${visibilityFloor}`,
}

export const readViewOpen: Guard<[view: string, open: readonly string[]]> = {
  rule: 'READ-4',
  code: 'AERO_READ_VIEW_NOT_OPEN',
  severity: 'REJECT',
  holds: (view, open) => open.includes(view),
  evidence: (view, open) => ({ view, openViews: open }),
  message: (view) => `no read view ${view} is open on this node`,
}

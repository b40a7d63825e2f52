/** What a cluster is called in the places that an origin shares: databases and locks. A node name holds no colon. */
export const diskName = (clusterId: string, node: string): string => `aerodb:${clusterId}:${node}`

/** Held, exclusively, by the worker that runs on the disk, for as long as it lives. */
export const diskLockName = (clusterId: string, node: string): string => `aerodb:disk:${clusterId}:${node}`

/** Held, exclusively, by the worker that runs the Primary. (MODEL-2) */
export const authorityLockName = (clusterId: string): string => `aerodb:authority:${clusterId}`

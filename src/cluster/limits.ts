/** How large a cluster and its workload may be: what the API refuses beyond, a form does not offer. */

export const LEAST_NODES = 1
export const MOST_NODES = 9
/** Of a workload on one node. */
export const MOST_CLIENTS = 1_000
export const MOST_COMMITS_PER_SECOND = 100_000

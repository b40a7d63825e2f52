/** Of every rule of OPERATION.md: it is asked of a command before any node is, on a floor above this one, and no run of nodes can come to it. */
export const BEYOND_NODES =
  'asked of a command before any node is: of the page and its hosts, not of the engine. Each is made to refuse by the tests of src/cluster/rules'

/** Each with its code. A guard stands for it in `src/cluster/rules`. */
export const RULES_OF_OPERATION: { readonly [rule: string]: string } = {
  'CLUSTER-1': 'AERO_CLUSTER_NO_SUCH_NODE',
  'CLUSTER-2': 'AERO_REQUEST_MALFORMED',
  'CLUSTER-3': 'AERO_NODE_DEAD',
  'CLUSTER-4': 'AERO_NODE_ALIVE',
  'CLUSTER-5': 'AERO_DISK_LSN_NOT_HELD',
  'CLUSTER-6': 'AERO_CLUSTER_WORKLOAD_RUNNING',
  'CLUSTER-7': 'AERO_CLUSTER_NOT_SETTLED',
  'CLUSTER-8': 'AERO_CRASH_POINT_UNREACHABLE',
  'CLUSTER-9': 'AERO_CRASH_POINT_NOT_ARMED',
  'CLUSTER-10': 'AERO_EXPLANATION_NOT_KEPT',
  'CLUSTER-11': 'AERO_NODE_DIED',
  'CLUSTER-12': 'AERO_CLUSTER_NOT_OPEN',
  'CLUSTER-13': 'AERO_CLUSTER_REPLACED',
  'CLUSTER-14': 'AERO_OPERATOR_NOTHING_WAITS',
}

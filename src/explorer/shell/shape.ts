import type { ClusterView } from '../../cluster/cluster.ts'

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']

/** What a cluster is configured as: "one Primary, two Replicas". */
export function shapeOf({ configuration }: Pick<ClusterView, 'configuration'>): string {
  const named = typeof configuration.primary === 'string' ? [configuration.primary] : configuration.primary
  const primaries = configuration.nodes.filter((node) => named.includes(node)).length
  const replicas = configuration.nodes.length - primaries
  return `${inWords(primaries, 'Primary', 'Primaries')}, ${inWords(replicas, 'Replica', 'Replicas')}`
}

function inWords(count: number, one: string, many: string): string {
  return `${NUMBERS[count] ?? count} ${count === 1 || (count === 0 && one === 'Primary') ? one : many}`
}

import type { ClusterView, NodeView } from '../../cluster/cluster.ts'
import type { NodeName } from '../../cluster/contract.ts'
import type { ClusterEvent } from '../../cluster/event.ts'
import type { Selection } from '../store/selection.ts'

/** What is known of what a person did: what happened, what stands now, and what came of writes by hand. */
export interface Doings {
  readonly view: Pick<ClusterView, 'nodes' | 'links'>
  readonly events: readonly ClusterEvent[]
  /** Writes from the client panel that were acknowledged. */
  readonly writes: number
}

/** One thing to try: in a line, where it is done, and how it is seen that it was done, by whatever way. */
export interface HintStep {
  readonly id: string
  says(cast: Cast, view: Doings['view']): string
  /** What to select for it. */
  at(cast: Cast): Selection | null
  isDone(doings: Doings, cast: Cast): boolean
}

/** Who plays which part in the hints: fixed by the configuration, so that a hint never changes while it is read. */
export interface Cast {
  readonly primary: NodeName
  readonly first: NodeName
  readonly last: NodeName
}

export function castOf({ nodes }: Pick<ClusterView, 'nodes'>): Cast | null {
  const isPrimary = ({ name, configuration }: NodeView) => configuration.primaries.some((primary) => primary === name)
  const primary = nodes.find(isPrimary)
  const replicas = nodes.filter((node) => !isPrimary(node))
  const first = replicas[0]
  const last = replicas.at(-1)
  if (primary === undefined || first === undefined || last === undefined) return null
  return { primary: primary.name, first: first.name, last: last.name }
}

const stepTaken = (events: readonly ClusterEvent[], names: readonly string[]) =>
  events.some(
    (event) => event.kind === 'observed' && event.observation.kind === 'roleChanged' && names.includes(event.observation.event),
  )

export const HINT_STEPS: readonly HintStep[] = [
  {
    id: 'write',
    says: ({ primary }) => `Write a note on ${primary}, and see its frames travel.`,
    at: () => null,
    isDone: ({ writes }) => writes > 0,
  },
  {
    id: 'kill',
    says: ({ primary }, { nodes }) =>
      nodes.some(({ name, workload }) => name === primary && workload !== null)
        ? `Kill the Primary, ${primary}, while clients write to it.`
        : `Kill the Primary, ${primary}. Its disk stays.`,
    at: ({ primary }) => ({ kind: 'node', node: primary }),
    isDone: ({ events }, { primary }) => events.some((event) => event.kind === 'nodeKilled' && event.node === primary),
  },
  {
    id: 'restart',
    says: ({ primary }) => `Restart ${primary}: what it acknowledged is on its disk.`,
    at: ({ primary }) => ({ kind: 'node', node: primary }),
    isDone: ({ view }, { primary }) => view.nodes.some(({ name, life }) => name === primary && life === 'alive'),
  },
  {
    id: 'cut',
    says: ({ primary, first }) => `Cut ${primary} → ${first}: ${first} lags, and still serves its prefix.`,
    at: ({ primary, first }) => ({ kind: 'link', from: primary, to: first }),
    isDone: ({ view }) =>
      view.links.some(({ partitioned, condition }) => partitioned || condition.kind === 'cut' || condition.kind === 'hold'),
  },
  {
    id: 'flip',
    says: ({ primary, last }) => `Flip a bit in the next frame ${primary} → ${last}: ${last} must refuse it.`,
    at: ({ primary, last }) => ({ kind: 'link', from: primary, to: last }),
    isDone: ({ events }) => events.some((event) => event.kind === 'observed' && event.observation.kind === 'halted'),
  },
  {
    id: 'resume',
    says: () => 'A Replica has halted. Read why in the inspector, then validate and resume it.',
    at: ({ last }) => ({ kind: 'node', node: last }),
    isDone: ({ events }) => stepTaken(events, ['RESUMED', 'BOOTSTRAPPED']),
  },
  {
    id: 'disk',
    says: ({ first }) => `Kill ${first}, flip a bit on its disk (••• in the inspector), and restart it: it must refuse to start.`,
    at: ({ first }) => ({ kind: 'node', node: first }),
    isDone: ({ events }) => events.some((event) => event.kind === 'observed' && event.observation.kind === 'startRefused'),
  },
]

/** The first step from `from` on that is not done; the number of steps when all are. What is passed is not asked for again. */
export function nextStep(from: number, doings: Doings, cast: Cast): number {
  const left = HINT_STEPS.slice(from).findIndex((step) => !step.isDone(doings, cast))
  return left < 0 ? HINT_STEPS.length : from + left
}

import type { Command, Outcome } from '../../aerodb/command.ts'
import type { Hash128 } from '../../aerodb/digest.ts'
import { commitId, type NodeName, nodeName, requestId } from '../../aerodb/ids.ts'
import { snapshotIsolation } from '../../invariants/always/snapshot-isolation.ts'
import type { Fact, FactKind, UnknownOutcome } from '../../invariants/fact.ts'
import { Judge } from '../../invariants/judge.ts'
import { SimulatedCluster } from '../simulated-cluster.ts'

/** The text of each document, by id; null deletes it. */
export type Sets = Readonly<Record<string, string | null>>

/** One thing that a client asks or is told. Its place in a list is all that is known of order. */
export type Told =
  | {
      readonly kind: 'asksWrite'
      readonly request: number
      readonly node: NodeName
      readonly sets: Sets
      readonly basedOn: number | null
    }
  | { readonly kind: 'acknowledged'; readonly request: number; readonly commitId: number }
  | { readonly kind: 'rejected' | 'unknown'; readonly request: number }
  | {
      readonly kind: 'asksRead'
      readonly request: number
      readonly node: NodeName
      readonly id: string
      readonly isNewest: boolean
    }
  | {
      readonly kind: 'served'
      readonly request: number
      /** 0: no version at all. */
      readonly version: number
      readonly bound: number
      readonly text: string | null
    }

/** n1 and its Replica n2 follow one history, n3 another. */
export const [N1, N2, N3] = [nodeName('n1'), nodeName('n2'), nodeName('n3')]
export const HISTORIES: ReadonlyMap<NodeName, 'first' | 'second'> = new Map([
  [N1, 'first'],
  [N2, 'first'],
  [N3, 'second'],
])

const COLLECTION = 'notes'

/** Whether the hosts show their disks: only then they tell of every client. */
export type Disks = 'shown' | 'hidden'

/** A judge of this one invariant, who knows two clusters that have started. */
export function openJudge(hash: Hash128, disks: Disks): Judge {
  const judge = new Judge([snapshotIsolation])
  const hidden: readonly FactKind[] = disks === 'shown' ? [] : ['landed']
  const sink = (fact: Fact): void => {
    if (!hidden.includes(fact.kind)) judge.take(fact)
  }
  for (const nodes of [[N1, N2], [N3]]) {
    const [primary = N1] = nodes
    const cluster = new SimulatedCluster({ hash, nodes, primary, sync: 'each', sink })
    for (const node of nodes) cluster.start(node)
    cluster.settle()
  }
  return judge
}

/** What is wrong; null while nothing is. */
export function wrongIn({ breach }: Judge): string | null {
  if (breach === null) return null
  const { what } = breach.evidence
  return typeof what === 'string' ? what : 'something'
}

/** As facts that a judge takes. */
export function factsOf(all: readonly Told[]): readonly Fact[] {
  const asked = new Map<number, { readonly node: NodeName; readonly command: Command }>()
  return all.map((told): Fact => {
    const request = requestId(`q${told.request}`)
    if (told.kind === 'asksWrite' || told.kind === 'asksRead') {
      const { node } = told
      const command = commandOf(told)
      asked.set(told.request, { node, command })
      return { kind: 'asked', node, request, command }
    }
    const of = asked.get(told.request)
    if (of === undefined) throw new Error(`${told.request} was never asked`)
    const { node, command } = of
    const id = command.kind === 'read' ? command.id : ''
    return { kind: 'answered', node, request, command, outcome: outcomeOf(told, id) }
  })
}

type Asks = Extract<Told, { readonly kind: 'asksWrite' | 'asksRead' }>

function commandOf(told: Asks): Command {
  if (told.kind === 'asksRead') {
    const { id, isNewest } = told
    return {
      kind: 'read',
      collection: COLLECTION,
      id,
      at: isNewest ? { kind: 'newest' } : { kind: 'commit', commitId: commitId(0) },
    }
  }
  const { sets, basedOn } = told
  const operations = Object.entries(sets).map(([id, text]) =>
    text === null
      ? ({ op: 'delete', collection: COLLECTION, id } as const)
      : ({ op: 'put', collection: COLLECTION, document: { _id: id, text } } as const),
  )
  return { kind: 'write', operations, basedOn: basedOn === null ? null : commitId(basedOn) }
}

function outcomeOf(told: Exclude<Told, Asks>, id: string): Outcome | UnknownOutcome {
  switch (told.kind) {
    case 'acknowledged':
      return { kind: 'acknowledged', commitId: commitId(told.commitId) }
    case 'unknown':
      return { kind: 'unknown' }
    case 'rejected':
      return { kind: 'rejected', error: { code: 'AERO_WRITE_CONFLICT', severity: 'REJECT', message: '' } }
    case 'served': {
      const { version, bound, text } = told
      return {
        kind: 'served',
        version: version === 0 ? null : commitId(version),
        bound: commitId(bound),
        document: text === null ? null : { _id: id, text },
      }
    }
  }
}

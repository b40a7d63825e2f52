import type { ClusterState, Document, NodeName } from '../src/cluster/contract.ts'

/** Runs in the page, beside `window.aerodb`: clients that write and read while nodes die and come back. */

export interface KillStep {
  readonly nodes: readonly NodeName[]
  /** How many more write sets are answered before they die; none is waited for while the Primary is dead. */
  readonly writesBefore: number
  readonly writesWhileDead: number
  /** Whether they come back in the other order. */
  readonly isReversed: boolean
}

export interface Attempt {
  readonly documents: readonly Document[]
  readonly outcome: 'acknowledged' | 'rejected' | 'unknown'
  /** 0 where there is none. */
  readonly commitId: number
}

export interface ReadSample {
  readonly node: NodeName
  readonly id: string
  readonly bound: number
  readonly version: number | null
  readonly document: unknown
}

export interface Storm {
  readonly attempts: readonly Attempt[]
  readonly samples: readonly ReadSample[]
  readonly kills: number
}

export async function storm({
  steps,
  clients,
}: {
  readonly steps: readonly KillStep[]
  readonly clients: number
}): Promise<Storm> {
  const { aerodb } = window
  const attempts: Attempt[] = []
  const samples: ReadSample[] = []
  const ids: string[] = []
  const over = new AbortController()
  let kills = 0

  /** Resolves once the state fits: at once, or after a change. */
  const until = async (fits: (state: ClusterState) => boolean) => {
    while (!fits(aerodb.state())) {
      await new Promise<void>((resolve) => {
        const leave = aerodb.subscribe(() => {
          leave()
          resolve()
        })
      })
    }
  }
  const isPrimaryActive = ({ nodes }: ClusterState) => nodes.some(({ alive, role }) => alive && role === 'PrimaryActive')
  const isOfTheDead = (thrown: unknown) => thrown instanceof Error && /^AERO_NODE_(DEAD|DIED):/.test(thrown.message)

  const write = async (client: number) => {
    for (let number = 1; !over.signal.aborted; number++) {
      const own = `c${client}-${number}`
      const documents: readonly Document[] = [
        { _id: own, client, number, text: 'x'.repeat(number % 50) },
        { _id: `shared-${number % 7}`, writtenBy: own },
      ]
      try {
        const operations = documents.map((document) => ({ op: 'put' as const, collection: 'items', document }))
        const outcome = await aerodb.write('n1', operations)
        attempts.push({
          documents,
          outcome: outcome.outcome,
          commitId: outcome.outcome === 'acknowledged' ? outcome.commitId : 0,
        })
        ids.push(own)
      } catch (thrown) {
        if (!isOfTheDead(thrown)) throw thrown
        await until((state) => over.signal.aborted || isPrimaryActive(state))
      }
    }
  }

  const read = async () => {
    for (let turn = 0; !over.signal.aborted; turn++) {
      const node = `n${(turn % 3) + 1}`
      const id = turn % 2 === 0 ? `shared-${turn % 7}` : (ids.at(-1 - (turn % 5)) ?? 'shared-0')
      try {
        const outcome = await aerodb.read(node, 'items', id)
        if (outcome.outcome !== 'served') continue
        const { bound, version, document } = outcome
        samples.push({ node, id, bound, version, document })
        // A few for each write, so that the writers are not crowded out.
        const seen = attempts.length
        if (turn % 3 === 2) await until((state) => over.signal.aborted || attempts.length > seen || !isPrimaryActive(state))
      } catch (thrown) {
        if (!isOfTheDead(thrown)) throw thrown
        await until(({ nodes }) => over.signal.aborted || nodes.some(({ alive }) => alive))
      }
    }
  }

  const writesAnswered = async (count: number) => {
    const goal = attempts.length + count
    await until((state) => attempts.length >= goal || !isPrimaryActive(state))
  }

  const kill = async () => {
    try {
      for (const { nodes, writesBefore, writesWhileDead, isReversed } of steps) {
        await writesAnswered(writesBefore)
        await Promise.all(nodes.map((node) => aerodb.kill(node)))
        kills += nodes.length
        await writesAnswered(writesWhileDead)
        await Promise.all((isReversed ? nodes.toReversed() : nodes).map((node) => aerodb.restart(node)))
      }
    } finally {
      over.abort()
    }
  }

  await Promise.all([kill(), read(), ...Array.from({ length: clients }, (_, client) => write(client))])
  return { attempts, samples, kills }
}

/** Those of the attempts that some node does not serve at their CommitId as they were written. */
export async function unreadable({
  nodes,
  attempts,
}: {
  readonly nodes: readonly NodeName[]
  readonly attempts: readonly Attempt[]
}): Promise<readonly string[]> {
  const faults: string[] = []
  for (const node of nodes) {
    for (const { documents, commitId } of attempts) {
      for (const document of documents) {
        const outcome = await window.aerodb.read(node, 'items', document._id, commitId)
        const found =
          outcome.outcome === 'served' && outcome.version === commitId ? JSON.stringify(outcome.document) : outcome.outcome
        const isSame = outcome.outcome === 'served' && found === JSON.stringify({ ...document })
        if (!isSame) faults.push(`${document._id} at ${commitId} on ${node}: ${found}`)
      }
    }
  }
  return faults
}

import type { Cluster } from '../../../cluster/cluster.ts'
import type { CommitId, NodeName, ReadOutcome } from '../../../cluster/contract.ts'
import { splitKey } from '../display-key.ts'

/** What a node answers for one key. */
export type SeenVersion =
  | { readonly kind: 'version'; readonly commitId: CommitId }
  /** Deleted at this commit, or never written: nothing is visible. */
  | { readonly kind: 'nothing'; readonly tombstone: CommitId | null }

/** "What would be seen at…", asked of one node, and what it answered. */
export interface Question {
  readonly node: NodeName
  readonly at: CommitId
  /** Null until the node has answered. */
  readonly answer:
    | { readonly kind: 'served'; readonly seen: ReadonlyMap<string, SeenVersion> }
    | { readonly kind: 'refused'; readonly rule: string | null; readonly message: string }
    | null
}

/** Reads every key at the bound. The first refusal speaks for all: the rules of a read ask nothing of the key. */
export async function askAt(
  cluster: Pick<Cluster, 'read'>,
  node: NodeName,
  at: CommitId,
  keys: readonly string[],
): Promise<Question> {
  const seen = new Map<string, SeenVersion>()
  for (const key of keys) {
    const { collection, id } = splitKey(key)
    const outcome = await read(cluster, node, collection, id, at)
    if (outcome.outcome === 'refused')
      return { node, at, answer: { kind: 'refused', rule: outcome.error.rule ?? null, message: outcome.error.message } }
    seen.set(key, seenIn(outcome))
  }
  return { node, at, answer: { kind: 'served', seen } }
}

type Answer = ReadOutcome | { readonly outcome: 'refused'; readonly error: { readonly rule?: string; readonly message: string } }

/** A read that is impossible, since the node is dead, is as good as refused. */
async function read(
  cluster: Pick<Cluster, 'read'>,
  node: NodeName,
  collection: string,
  id: string,
  at: CommitId,
): Promise<Answer> {
  try {
    return await cluster.read(node, collection, id, at)
  } catch (reason) {
    return { outcome: 'refused', error: { message: reason instanceof Error ? reason.message : String(reason) } }
  }
}

function seenIn(outcome: Extract<ReadOutcome, { readonly outcome: 'served' }>): SeenVersion {
  if (outcome.document !== null && outcome.version !== null) return { kind: 'version', commitId: outcome.version }
  return { kind: 'nothing', tombstone: outcome.version }
}

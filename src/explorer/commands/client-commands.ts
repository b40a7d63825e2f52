import type { CommitId, NodeName, ReadOutcome, ReadViewId, WriteOperation, WriteOutcome } from '../../cluster/contract.ts'
import { useExplorer } from '../store/explorer-store.ts'
import { carryOut } from './command.ts'

function keyOf(operation: WriteOperation): string {
  return operation.op === 'put' ? `${operation.collection}:${operation.document._id}` : `${operation.collection}:${operation.id}`
}

/** `basedOn` null: not based on anything, so never in conflict. */
export async function write(node: NodeName, operation: WriteOperation, basedOn: CommitId | null): Promise<WriteOutcome | null> {
  const key = keyOf(operation)
  const outcome = await carryOut(`${key} was not written`, (cluster) =>
    cluster.write(node, [operation], basedOn === null ? {} : { basedOn }),
  )
  const based = basedOn === null ? '' : ` based on ${basedOn}`
  if (outcome !== null) useExplorer.getState().keepOutcome(node, `${operation.op} ${key}${based}`, outcome)
  return outcome
}

/** `at` null: at the node's newest commit. */
export async function read(
  node: NodeName,
  collection: string,
  id: string,
  at: CommitId | ReadViewId | null,
): Promise<ReadOutcome | null> {
  const outcome = await carryOut(`${collection}:${id} was not read`, (cluster) =>
    at === null ? cluster.read(node, collection, id) : cluster.read(node, collection, id, at),
  )
  const place = at === null ? '' : ` at ${at}`
  if (outcome !== null) useExplorer.getState().keepOutcome(node, `get ${collection}:${id}${place}`, outcome)
  return outcome
}

/** `at` null: at the node's newest commit. */
export async function openReadView(node: NodeName, at: CommitId | null): Promise<void> {
  const outcome = await carryOut(`No read view was opened on ${node}`, (cluster) =>
    at === null ? cluster.openReadView(node) : cluster.openReadView(node, at),
  )
  if (outcome === null) return
  useExplorer.getState().keepOutcome(node, at === null ? 'open a read view' : `open a read view at ${at}`, outcome)
}

export function closeReadView(node: NodeName, view: ReadViewId): void {
  void carryOut(`${view} was not closed`, (cluster) => cluster.closeReadView(node, view))
}

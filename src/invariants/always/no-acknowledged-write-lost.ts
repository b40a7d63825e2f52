import type { WriteOperation } from '../../aerodb/command.ts'
import type { NodeName } from '../../aerodb/ids.ts'
import { Bootstraps } from '../bootstraps.ts'
import { bodyText } from '../chronicle/body-text.ts'
import type { CommittedVersion } from '../chronicle/history-account.ts'
import { keyOf } from '../chronicle/key-of.ts'
import { documentText, isSaidByText } from '../chronicle/readings.ts'
import type { FactOf } from '../fact.ts'
import { inOrder } from '../in-order.ts'
import type { Bench, Invariant, Sitting } from '../invariant.ts'

/** The newest commit that a node has acknowledged, and in which history. */
interface Promised {
  readonly historyId: string | null
  readonly commitId: number
}

class Promises implements Sitting {
  readonly #made = new Map<NodeName, Promised>()
  #bootstraps = new Bootstraps()

  take(fact: FactOf<'answered' | 'asked' | 'observed' | 'landed'>, bench: Bench): void {
    const { node } = fact
    switch (fact.kind) {
      case 'answered':
        this.#bootstraps.answered(fact)
        if (fact.outcome.kind !== 'acknowledged' || fact.command.kind !== 'write') return
        this.#made.set(node, { historyId: bench.chronicle.node(node).historyId, commitId: fact.outcome.commitId })
        judgeContent(node, fact.outcome.commitId, fact.command.operations, bench)
        return
      case 'observed':
        if (fact.observation.kind === 'recovered') this.#keeps(node, fact.observation, bench)
        return
      case 'asked':
        this.#bootstraps.asked(fact)
        return
      case 'landed':
        if (fact.batch.discardLog !== 'all') return
        if (this.#bootstraps.acceptsLoss(node)) this.#made.delete(node)
        else this.#keeps(node, { historyId: null, commitId: 0 }, bench)
        return
    }
  }

  fork(): Promises {
    const fork = new Promises()
    for (const [node, made] of this.#made) fork.#made.set(node, made)
    fork.#bootstraps = this.#bootstraps.fork()
    return fork
  }

  memory() {
    const made = [...this.#made].map(([node, { historyId, commitId }]) => [node, historyId, commitId] as const)
    return [inOrder(made), this.#bootstraps.memory()]
  }

  #keeps(node: NodeName, { historyId, commitId }: Promised, bench: Bench): void {
    const made = this.#made.get(node)
    if (made === undefined) return
    bench.check()
    if (made.historyId === historyId && made.commitId <= commitId) return
    const from = made.historyId === historyId ? commitId + 1 : 1
    bench.breach([{ kind: 'promises', node, historyId: made.historyId, from }], {
      node,
      acknowledged: made.commitId,
      historyId: made.historyId,
      left: commitId,
      leftHistoryId: historyId,
    })
    // What is left is promised on; where nothing is, nothing is.
    if (commitId === 0) this.#made.delete(node)
    else this.#made.set(node, { historyId, commitId })
  }
}

/** What was acknowledged is what landed: the same documents under the same keys. Only where the disk is known. */
function judgeContent(node: NodeName, commitId: number, operations: readonly WriteOperation[], bench: Bench): void {
  const history = bench.chronicle.historyOf(node)
  if (history === null || !history.isComplete) return
  bench.check()
  const versions = history.commits.get(commitId)?.versions ?? []
  const differs = operations.findIndex((operation, index) => !isWritten(operation, versions[index]))
  if (differs === -1 && versions.length === operations.length) return
  bench.breach([], { node, commitId, operations: operations.length, versionsOnDisk: versions.length, firstDifference: differs })
}

function isWritten(operation: WriteOperation, version: CommittedVersion | undefined): boolean {
  if (version === undefined || version.key !== keyOf(operation)) return false
  const written = bodyText(version.body)
  if (operation.op === 'delete') return written === null
  return written === documentText(operation.document) && isSaidByText(operation.document)
}

export const noAcknowledgedWriteLost: Invariant = {
  id: 'no-acknowledged-write-lost',
  statement:
    'What a client was told is acknowledged is on the disk of the node that said so, as it was written, and every later start finds it there, unless an operator has accepted the loss.',
  rules: ['WAL-8', 'WAL-9', 'WAL-10', 'DOC-1', 'RECOVERY-1', 'RECOVERY-7', 'RECOVERY-14'],
  hears: ['answered write', 'asked bootstrap', 'answered bootstrap', 'observed recovered', 'landed'],
  open: () => new Promises(),
}

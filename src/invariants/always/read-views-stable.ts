import { documentKey, type NodeName, type ReadViewId } from '../../aerodb/ids.ts'
import { documentText } from '../chronicle/readings.ts'
import type { FactOf } from '../fact.ts'
import { inOrder } from '../in-order.ts'
import type { Bench, Invariant, Sitting } from '../invariant.ts'

interface Seen {
  readonly version: number
  readonly text: string
}

interface View {
  readonly bound: number
  readonly seen: ReadonlyMap<string, Seen>
}

/** Why a read through a view may be refused that says something of the view, and not of the node or the key. */
const DENIES: ReadonlySet<string> = new Set(['READ-2', 'READ-3', 'READ-4'])

/** What has been seen through each open view. A view is replaced as a whole, never changed. */
class Views implements Sitting {
  readonly #nodes = new Map<NodeName, Map<ReadViewId, View>>()

  take(fact: FactOf<'answered' | 'nodeStarted' | 'nodeDied'>, bench: Bench): void {
    if (fact.kind !== 'answered') {
      this.#nodes.delete(fact.node)
      return
    }
    const { node, command, outcome } = fact
    if (outcome.kind === 'opened') {
      const views = this.#nodes.get(node) ?? new Map<ReadViewId, View>()
      this.#nodes.set(node, views)
      bench.check()
      if (views.has(outcome.view)) bench.breach([], { node, view: outcome.view, openedTwice: true })
      views.set(outcome.view, { bound: outcome.bound, seen: new Map() })
    } else if (command.kind === 'read' && command.at.kind === 'view' && outcome.kind === 'refused') {
      const { rule = '' } = outcome.error
      if (!DENIES.has(rule) || this.#nodes.get(node)?.has(command.at.view) !== true) return
      bench.check()
      bench.breach([], { node, view: command.at.view, isOpen: true, refusedBy: rule })
    } else if (command.kind === 'closeReadView' && outcome.kind === 'done') this.#nodes.get(node)?.delete(command.view)
    else if (command.kind === 'read' && command.at.kind === 'view' && outcome.kind === 'served') {
      const seen = { version: outcome.version ?? 0, text: outcome.document === null ? '' : documentText(outcome.document) }
      this.#read(node, command.at.view, documentKey(command.collection, command.id), outcome.bound, seen, bench)
    }
  }

  fork(): Views {
    const fork = new Views()
    for (const [node, views] of this.#nodes) fork.#nodes.set(node, new Map(views))
    return fork
  }

  memory() {
    return inOrder([...this.#nodes].map(([node, views]) => [node, inOrder([...views].map(viewMemory))] as const))
  }

  #read(node: NodeName, name: ReadViewId, key: string, bound: number, seen: Seen, bench: Bench): void {
    const views = this.#nodes.get(node)
    const view = views?.get(name)
    bench.check()
    if (views === undefined || view === undefined) {
      bench.breach([], { node, view: name, isOpen: false })
      return
    }
    const before = view.seen.get(key)
    if (view.bound !== bound) bench.breach([], { node, view: name, bound, openedAt: view.bound })
    else if (before === undefined) views.set(name, { bound, seen: new Map(view.seen).set(key, seen) })
    else if (before.version !== seen.version || before.text !== seen.text) {
      bench.breach([], { node, view: name, key, bound, version: seen.version, seenBefore: before.version })
    }
  }
}

function viewMemory([name, { bound, seen }]: readonly [ReadViewId, View]) {
  return [name, bound, inOrder([...seen].map(([key, { version, text }]) => [key, version, text] as const))] as const
}

export const readViewsStable: Invariant = {
  id: 'read-views-stable',
  statement:
    'A read view keeps the bound that it was opened with, shows the same document each time it is asked, and can be read for as long as it is open.',
  rules: ['MVCC-2', 'MVCC-3', 'READ-4', 'RECOVERY-12'],
  hears: ['answered read', 'answered openReadView', 'answered closeReadView', 'nodeStarted', 'nodeDied'],
  open: () => new Views(),
}

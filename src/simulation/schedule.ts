import type { WriteOperation } from '../aerodb/command.ts'
import type { NodeName, ReadViewId, RequestId } from '../aerodb/ids.ts'
import { commitId } from '../aerodb/ids.ts'
import type { Landing } from './choice.ts'
import type { DiskFault } from './disk-fault.ts'
import type { FrameChange } from './frame-change.ts'
import { ImpossibleChoice } from './impossible-choice.ts'
import { N1, type Rehearsal } from './rehearsal.ts'

export type Key = 'a' | 'b' | 'c' | 'd'

/** What may happen next. Numbers pick among what there is, modulo how much that is; where there is nothing, nothing happens. */
export type Move =
  | { readonly kind: 'deliver'; readonly link: number; readonly index: number }
  | {
      readonly kind: 'fault'
      readonly fault: 'drop' | 'duplicate' | Extract<FrameChange, 'truncate' | 'flipBit'>
      readonly link: number
      readonly index: number
      readonly position: number
    }
  | { readonly kind: 'land'; readonly node: NodeName }
  | { readonly kind: 'abort'; readonly node: NodeName }
  | { readonly kind: 'failUnknown'; readonly node: NodeName; readonly batch: Landing }
  | { readonly kind: 'kill'; readonly node: NodeName; readonly batch: Landing }
  | { readonly kind: 'start'; readonly node: NodeName }
  | { readonly kind: 'linkUp' | 'linkDown'; readonly pair: number }
  /** The node dies, and something happens to its disk. */
  | { readonly kind: 'damage'; readonly node: NodeName; readonly fault: DiskFault }
  /** The batch in flight is reported durable, and is not there. */
  | { readonly kind: 'loseBatch'; readonly node: NodeName }
  /** The node starts again, on what its disk held some batches ago. */
  | { readonly kind: 'staleStart'; readonly node: NodeName; readonly batches: number }
  | {
      readonly kind: 'write'
      readonly node: NodeName
      readonly put: Key
      readonly others: readonly { readonly key: Key; readonly op: 'put' | 'delete' }[]
      /** How many commits the writer is behind; null: it does not say what it is based on. */
      readonly behind: number | null
    }
  | { readonly kind: 'resume'; readonly node: NodeName }
  | { readonly kind: 'bootstrap'; readonly node: NodeName; readonly unproven: 'refuse' | 'discard' }
  | { readonly kind: 'openView'; readonly node: NodeName; readonly bound: number | null }
  | { readonly kind: 'closeView'; readonly node: NodeName; readonly view: number }
  | {
      readonly kind: 'read'
      readonly node: NodeName
      readonly key: Key
      readonly at: number | null
      readonly view: number | null
    }

export interface Written {
  readonly request: RequestId
  readonly operations: readonly WriteOperation[]
  readonly basedOn: number | null
}

export interface Asked {
  readonly request: RequestId
  readonly key: Key
}

/** Carries moves out on a cluster, and keeps account of what clients asked for. */
export class Schedule {
  readonly rehearsal: Rehearsal
  readonly written: Written[] = []
  readonly reads: Asked[] = []

  constructor(rehearsal: Rehearsal) {
    this.rehearsal = rehearsal
  }

  take(move: Move): void {
    const { cluster } = this.rehearsal
    switch (move.kind) {
      case 'deliver':
        this.#onLink(move.link, move.index, (from, to, index) => cluster.take({ kind: 'deliver', from, to, index }))
        return
      case 'fault':
        this.#onLink(move.link, move.index, (from, to, index) =>
          cluster.take(
            move.fault === 'drop' || move.fault === 'duplicate'
              ? { kind: move.fault, from, to, index }
              : { kind: 'deliverChanged', change: move.fault, from, to, index, position: move.position },
          ),
        )
        return
      case 'land':
        if (cluster.at(move.node).writing !== null) cluster.land(move.node)
        return
      case 'abort':
        if (cluster.at(move.node).writing !== null) cluster.fail(move.node, { outcome: 'aborted', cause: 'QuotaExceededError' })
        return
      case 'failUnknown':
        if (cluster.at(move.node).writing !== null) cluster.fail(move.node, { outcome: 'unknown', cause: 'lost' }, move.batch)
        return
      case 'kill':
        if (cluster.at(move.node).node !== null) cluster.kill(move.node, move.batch)
        return
      case 'start':
        if (cluster.at(move.node).node === null) cluster.start(move.node)
        return
      case 'linkUp':
      case 'linkDown':
        this.#relink(move.kind, move.pair)
        return
      case 'damage':
        if (cluster.at(move.node).node !== null) cluster.kill(move.node, 'lost')
        ifPossible(() => cluster.damage(move.node, move.fault))
        return
      case 'loseBatch':
        if (cluster.at(move.node).writing !== null) cluster.loseBatch(move.node)
        return
      case 'staleStart':
        if (cluster.at(move.node).node !== null) cluster.kill(move.node, 'lost')
        ifPossible(() => cluster.staleStart(move.node, move.batches))
        return
      default:
        if (cluster.at(move.node).node !== null) this.#command(move)
    }
  }

  /** Faults are over: every node lives, every link is new, nothing is under way. */
  heal(): void {
    const { cluster } = this.rehearsal
    for (const [name, { node }] of cluster.nodes) {
      if (node?.position().role === 'StartRefused') cluster.kill(name, 'lost')
      if (cluster.at(name).node === null) cluster.start(name)
    }
    cluster.settle()
    for (const pair of this.#pairs()) this.rehearsal.relink(...pair)
    cluster.settle()
  }

  #command(move: Extract<Move, { readonly node: NodeName }>): void {
    const { cluster } = this.rehearsal
    switch (move.kind) {
      case 'write': {
        const operations = this.#operations(move.put, move.others)
        const applied = this.rehearsal.position(move.node).appliedCommitId
        const basedOn = move.behind === null ? null : commitId(Math.max(0, applied - move.behind))
        this.written.push({ request: this.rehearsal.write(operations, basedOn, move.node), operations, basedOn })
        return
      }
      case 'read': {
        const view = move.view === null ? null : this.#view(move.node, move.view)
        const at =
          view !== null
            ? ({ kind: 'view', view } as const)
            : move.at === null
              ? ({ kind: 'newest' } as const)
              : ({ kind: 'commit', commitId: commitId(move.at) } as const)
        const request = cluster.command(move.node, { kind: 'read', collection: 'notes', id: move.key, at })
        this.reads.push({ request, key: move.key })
        return
      }
      case 'openView':
        cluster.command(move.node, { kind: 'openReadView', at: move.bound === null ? null : commitId(move.bound) })
        return
      case 'closeView': {
        const view = this.#view(move.node, move.view)
        if (view !== null) cluster.command(move.node, { kind: 'closeReadView', view })
        return
      }
      case 'resume':
        cluster.command(move.node, { kind: 'resume' })
        return
      case 'bootstrap':
        cluster.command(move.node, { kind: 'bootstrap', unproven: move.unproven })
        return
      default:
        throw new Error(`${move.kind} is no command`)
    }
  }

  /** The text of every put is of this write alone, so that a commit shows whose it is. */
  #operations(put: Key, others: Extract<Move, { readonly kind: 'write' }>['others']): readonly WriteOperation[] {
    const text = `write ${this.written.length}`
    const keys = new Map<Key, 'put' | 'delete'>(others.map(({ key, op }) => [key, op]))
    keys.set(put, 'put')
    return [...keys].map(([key, op]) =>
      op === 'put' ? { op, collection: 'notes', document: { _id: key, text } } : { op, collection: 'notes', id: key },
    )
  }

  #view(node: NodeName, pick: number): ReadViewId | null {
    const { readViews } = this.rehearsal.position(node)
    return readViews[pick % Math.max(1, readViews.length)]?.id ?? null
  }

  #onLink(link: number, pick: number, act: (from: NodeName, to: NodeName, index: number) => void): void {
    const links = this.rehearsal.cluster.busyLinks()
    const [from, to] = links[link % Math.max(1, links.length)] ?? [N1, N1]
    const count = this.rehearsal.cluster.frames(from, to).length
    if (count > 0) act(from, to, pick % count)
  }

  #relink(kind: 'linkUp' | 'linkDown', pick: number): void {
    const pairs = this.#pairs()
    const [a, b] = pairs[pick % pairs.length] ?? [N1, N1]
    const { cluster } = this.rehearsal
    if (cluster.at(a).node === null || cluster.at(b).node === null) return
    if (kind === 'linkUp') cluster.linkUp(a, b)
    else cluster.linkDown(a, b)
  }

  #pairs(): readonly (readonly [NodeName, NodeName])[] {
    const names = [...this.rehearsal.cluster.nodes.keys()]
    return names.flatMap((a, index) => names.slice(index + 1).map((b) => [a, b] as const))
  }
}

/** A choice that can't be had now is no move. */
function ifPossible(choose: () => void): void {
  try {
    choose()
  } catch (error) {
    if (!(error instanceof ImpossibleChoice)) throw error
  }
}

import type { NodeName } from '../../aerodb/ids.ts'
import type { Choice } from '../choice.ts'
import { calm } from '../swarm/calm.ts'
import { Run, type Script } from '../swarm/run.ts'
import type { Aim } from './aim.ts'
import type { ScriptedWorkload } from './scripted-workload.ts'
import { type DiskOperation, type Strike, strikeOnRead, strikeOnWrite } from './strike.ts'

/** Starts of a node after one act: on a disk that goes on failing it falls each time. Two strikes need two. */
const STARTS_FOR_EACH_ACT = 2

/**
 * One run of a workload with disks that are struck where it is aimed. Whoever is struck down is started again once the others have come to rest.
 * The recovery from the first strike lasts until then; from a disk that fails from here on, it goes on when the workload is over and the disk is sound
 * again. In it the second strike falls, on whichever node does the disk operation. A calm follows.
 */
export class StruckRun {
  readonly run: Run
  readonly #aim: Aim
  /** Disk operations up to the first strike, and in the recovery from it. */
  #operations = 0
  #operationsOfRecovery = 0
  #firstHit: DiskOperation | null = null
  #secondHit: DiskOperation | null = null
  #isRecovering = false
  /** Disks whose reads, or whose writes, fail from here on, and how. */
  readonly #failing: { readonly [operation in DiskOperation]: Map<NodeName, Strike> } = { read: new Map(), write: new Map() }
  /** Dead because the workload says so. */
  readonly #killed: Set<NodeName>

  constructor(script: Script, { acts }: ScriptedWorkload, aim: Aim) {
    this.run = new Run(script)
    this.#aim = aim
    this.#killed = new Set(this.run.names)
    for (const choices of acts) {
      for (const choice of choices) this.#act(choice)
      this.#comeToRest()
    }
    this.#mendDisks()
    if (this.run.failure === null) calm(this.run)
  }

  /** The operation that was aimed at, or, if the aim says so, the one in the recovery; null where there is none such. */
  get hit(): DiskOperation | null {
    return this.#aim.second === null ? this.#firstHit : this.#secondHit
  }

  #act(choice: Choice): void {
    const { run } = this
    if (run.failure !== null) return
    if (choice.kind === 'start') {
      if (run.cluster.at(choice.node).node === null) this.#start(choice.node)
      this.#killed.delete(choice.node)
    } else if (run.take(choice) && choice.kind === 'kill') this.#killed.add(choice.node)
  }

  #comeToRest(): void {
    this.#settle()
    for (let starts = 0; starts < STARTS_FOR_EACH_ACT; starts++) {
      const fallen = this.run.names.filter((node) => this.#isFallen(node))
      if (fallen.length === 0) break
      for (const node of fallen) this.#startAgain(node)
    }
    this.#isRecovering = false
  }

  #mendDisks(): void {
    if (this.#failing.read.size + this.#failing.write.size === 0) return
    this.#isRecovering = this.#aim.first.strike.kind === 'error' && this.#aim.first.strike.lasts !== 'once'
    this.#failing.read.clear()
    this.#failing.write.clear()
    this.#comeToRest()
  }

  /** Dead, though nobody killed it; or refused because its disk failed while it started. */
  #isFallen(name: NodeName): boolean {
    const { node } = this.run.cluster.at(name)
    return node === null ? !this.#killed.has(name) : node.position().refusal?.rule === 'WAL-10'
  }

  #startAgain(node: NodeName): void {
    const { run } = this
    if (run.failure !== null) return
    if (run.cluster.at(node).node !== null) run.take({ kind: 'kill', node, batch: 'lost' })
    this.#start(node)
    this.#settle()
  }

  #start(node: NodeName): void {
    const strike = this.#strikeOn(node, 'read')
    const choices: readonly Choice[] =
      strike === null ? [{ kind: 'start', node }] : strikeOnRead(this.run.cluster.at(node), strike)
    for (const choice of choices) if (this.run.failure === null) this.run.take(choice)
  }

  #settle(): void {
    const { run } = this
    while (run.failure === null) {
      const writing = run.names.find((name) => run.cluster.at(name).writing !== null)
      const [link] = run.cluster.busyLinks()
      if (writing !== undefined) this.#write(writing)
      else if (link !== undefined) run.take({ kind: 'deliver', from: link[0], to: link[1], index: 0 })
      else return
    }
  }

  #write(node: NodeName): void {
    const strike = this.#strikeOn(node, 'write')
    const isWrite = strike !== null && strike.kind !== 'misread'
    this.run.take(isWrite ? strikeOnWrite(node, strike) : { kind: 'land', node })
  }

  #strikeOn(node: NodeName, operation: DiskOperation): Strike | null {
    const strike = this.#falling(operation) ?? this.#failing[operation].get(node) ?? null
    if (strike?.kind !== 'error' || strike.lasts === 'once') return strike
    const all: readonly DiskOperation[] = strike.lasts === 'goneFromHereOn' ? ['read', 'write'] : [operation]
    for (const each of all) this.#failing[each].set(node, strike)
    return strike
  }

  /** What falls on this operation as it is aimed; null where nothing does. */
  #falling(operation: DiskOperation): Strike | null {
    const { first, second } = this.#aim
    if (this.#firstHit === null) {
      this.#operations += 1
      if (this.#operations < first.operation) return null
      this.#firstHit = operation
      this.#isRecovering = true
      return first.strike
    }
    if (!this.#isRecovering || this.#secondHit !== null || second === null) return null
    this.#operationsOfRecovery += 1
    if (this.#operationsOfRecovery < second.operation) return null
    this.#secondHit = operation
    return second.strike
  }
}

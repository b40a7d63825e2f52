import type { NodeName } from '../../aerodb/ids.ts'
import { calm } from '../swarm/calm.ts'
import { Run, type Script } from '../swarm/run.ts'
import type { ScriptedWorkload } from './scripted-workload.ts'
import { type Strike, strikeOn } from './strike.ts'

/** Where a strike falls: at the disk operation of this number, counted over all nodes from 1; and again, or not, in the recovery after that. */
export interface Aim {
  readonly strike: Strike
  readonly operation: number
  /** Counted from 1 over the operations of the node that was struck, until its cluster is at rest again. Null: no second strike. */
  readonly again: number | null
}

/** One run of a workload with a disk that is struck where it is aimed. A calm follows. */
export class StruckRun {
  readonly run: Run
  readonly #aim: Aim
  #operations = 0
  #struck: NodeName | null = null
  #operationsAfter = 0
  #isRecovering = false
  #struckAgain = false

  constructor(script: Script, { acts }: ScriptedWorkload, aim: Aim) {
    this.run = new Run(script)
    this.#aim = aim
    for (const choices of acts) {
      if (this.run.failure !== null) return
      for (const choice of choices) this.run.take(choice)
      this.#settle()
      this.#recover()
    }
    calm(this.run)
  }

  /** Whether there was such an operation, and, if the aim says so, such a one in the recovery. */
  get hit(): boolean {
    return this.#aim.again === null ? this.#struck !== null : this.#struckAgain
  }

  /** Whoever died is started again, once the others have come to rest. A disk that goes on failing lets it die again, or refuse. */
  #recover(): void {
    const { run } = this
    for (const node of run.names) {
      if (run.failure !== null || run.cluster.at(node).node !== null || node !== this.#struck) continue
      run.take({ kind: 'start', node })
      this.#settle()
    }
    const node = this.#struck
    // The second strike may have killed it once more.
    if (this.#isRecovering && node !== null && run.cluster.at(node).node === null) run.take({ kind: 'start', node })
    this.#settle()
    if (this.#struck !== null) this.#isRecovering = false
  }

  #settle(): void {
    const { run } = this
    while (run.failure === null) {
      const writing = run.names.find((name) => run.cluster.at(name).writing !== null)
      const [link] = run.cluster.busyLinks()
      if (writing !== undefined) this.#operate(writing)
      else if (link !== undefined) run.take({ kind: 'deliver', from: link[0], to: link[1], index: 0 })
      else return
    }
  }

  #operate(node: NodeName): void {
    const { strike } = this.#aim
    this.run.take(this.#isStruck(node) ? strikeOn(node, strike) : { kind: 'land', node })
  }

  #isStruck(node: NodeName): boolean {
    const { strike, operation, again } = this.#aim
    this.#operations += 1
    if (this.#struck === null) {
      if (this.#operations < operation) return false
      this.#struck = node
      this.#isRecovering = true
      return true
    }
    if (node !== this.#struck) return false
    if (strike.kind === 'error' && strike.lasts === 'fromHereOn') return true
    if (!this.#isRecovering || this.#struckAgain) return false
    this.#operationsAfter += 1
    if (this.#operationsAfter !== again) return false
    this.#struckAgain = true
    return true
  }
}

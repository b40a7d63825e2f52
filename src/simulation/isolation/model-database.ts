import type { NodeName } from '../../aerodb/ids.ts'
import { HISTORIES, N2, type Sets, type Told } from './told.ts'

type ToldOf<Kind extends Told['kind']> = Extract<Told, { readonly kind: Kind }>
type AsksWrite = ToldOf<'asksWrite'>
type AsksRead = ToldOf<'asksRead'>

/** What a client or the database does next. */
export type ModelStep =
  | Omit<AsksWrite, 'request'>
  | Omit<AsksRead, 'request'>
  | { readonly kind: 'commits' | 'dies'; readonly node: NodeName }
  /** Some request that can be; a Replica lags so many commits. */
  | { readonly kind: 'answers'; readonly pick: number; readonly lagCommits: number }

interface Decided {
  readonly write: AsksWrite
  /** Null where an earlier committer has won. */
  readonly commitId: number | null
}

/** Two histories under snapshot isolation, as plain as can be: what was set, in the order of commits. */
export class ModelDatabase {
  readonly told: Told[] = []
  readonly #commits: Readonly<Record<'first' | 'second', Sets[]>> = { first: [], second: [] }
  #undecided: AsksWrite[] = []
  #decided: Decided[] = []
  readonly #reads: AsksRead[] = []

  take(step: ModelStep): void {
    const request = this.told.length
    switch (step.kind) {
      case 'asksWrite': {
        const write = { ...step, request }
        this.told.push(write)
        this.#undecided.push(write)
        return
      }
      case 'asksRead': {
        const read = { ...step, request }
        this.told.push(read)
        this.#reads.push(read)
        return
      }
      case 'commits':
        this.#decideNext(step.node)
        return
      case 'answers':
        this.#answer(step.pick, step.lagCommits)
        return
      case 'dies':
        this.#die(step.node)
        return
    }
  }

  #commitsOf(node: NodeName): Sets[] {
    return this.#commits[HISTORIES.get(node) ?? 'first']
  }

  #decideNext(node: NodeName): void {
    const at = this.#undecided.findIndex((write) => write.node === node)
    const [write] = at === -1 ? [] : this.#undecided.splice(at, 1)
    if (write === undefined) return
    const commits = this.#commitsOf(node)
    const { basedOn, sets } = write
    const isFirst =
      basedOn === null ||
      (basedOn <= commits.length && !commits.slice(basedOn).some((since) => Object.keys(sets).some((id) => id in since)))
    if (isFirst) commits.push(sets)
    this.#decided.push({ write, commitId: isFirst ? commits.length : null })
  }

  #answer(pick: number, lagCommits: number): void {
    const at = pick % Math.max(1, this.#decided.length + this.#reads.length)
    const [decided] = this.#decided.splice(at, 1)
    if (decided !== undefined) {
      const { write, commitId } = decided
      const { request } = write
      this.told.push(commitId === null ? { kind: 'rejected', request } : { kind: 'acknowledged', request, commitId })
      return
    }
    const [read] = this.#reads.splice(at - this.#decided.length, 1)
    if (read === undefined) return
    const { request, node, id, isNewest } = read
    const commits = this.#commitsOf(node)
    const bound = isNewest && node !== N2 ? commits.length : Math.max(0, commits.length - lagCommits)
    const version = commits.slice(0, bound).findLastIndex((sets) => id in sets) + 1
    this.told.push({ kind: 'served', request, version, bound, text: commits[version - 1]?.[id] ?? null })
  }

  /** Nobody is told what became of what it was asked. */
  #die(node: NodeName): void {
    const open = [...this.#decided.map(({ write }) => write), ...this.#undecided].filter((write) => write.node === node)
    for (const { request } of open) this.told.push({ kind: 'unknown', request })
    this.#decided = this.#decided.filter(({ write }) => write.node !== node)
    this.#undecided = this.#undecided.filter((write) => write.node !== node)
  }
}

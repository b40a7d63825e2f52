import { type Digest, digestHex, type Hash128 } from '../../aerodb/digest.ts'
import type { Fact, FactKind } from '../../invariants/fact.ts'
import { Judge } from '../../invariants/judge.ts'
import type { Breach } from '../../invariants/verdict.ts'
import { Identities } from './identities.ts'

/** A judge that will take no more: what it remembers of some past, and what it found. */
export interface JudgedPast {
  readonly judge: Judge
  readonly digest: Digest
  readonly breach: Breach | null
  readonly next: Map<number, JudgedPast>
}

/** Facts that neither an invariant nor the chronicle takes anything from. */
const UNHEARD: ReadonlySet<FactKind> = new Set(['linkUp', 'linkDown'])
/** More facts than any search tells apart. */
const FACTS = 0x10_0000

/**
 * Every past that a search has judged. Most invariants judge histories, not states: whether an acknowledged write is lost can't be seen from where the
 * cluster stands. What a judge remembers is therefore part of the state that is searched; and since a judge is a function of what it remembers
 * and of the facts that it takes, each step of it is taken once.
 */
export class JudgedPasts {
  readonly #hash: Hash128
  readonly #byDigest = new Map<string, JudgedPast>()
  readonly #facts = new Identities()
  readonly #lists = new Map<number, number>()

  constructor(hash: Hash128) {
    this.#hash = hash
  }

  first(): JudgedPast {
    return this.#of(new Judge())
  }

  after(past: JudgedPast, facts: readonly Fact[]): JudgedPast {
    let list = 0
    for (const fact of facts) if (!UNHEARD.has(fact.kind)) list = this.#listOf(list, this.#factId(fact))
    if (list === 0) return past
    const known = past.next.get(list)
    if (known !== undefined) return known
    const judge = past.judge.fork()
    for (const fact of facts) judge.take(fact)
    const next = this.#of(judge)
    past.next.set(list, next)
    return next
  }

  #of(judge: Judge): JudgedPast {
    const digest = judge.digest(this.#hash)
    const name = digestHex(digest)
    const known = this.#byDigest.get(name)
    if (known !== undefined) return known
    const past = { judge, digest, breach: judge.breach, next: new Map() }
    this.#byDigest.set(name, past)
    return past
  }

  /** A list by its beginning and its last fact. */
  #listOf(list: number, fact: number): number {
    const key = list * FACTS + fact
    const known = this.#lists.get(key)
    if (known !== undefined) return known
    this.#lists.set(key, this.#lists.size + 1)
    return this.#lists.size
  }

  #factId(fact: Fact): number {
    const parts = this.#facts
    const { kind, node } = fact
    switch (fact.kind) {
      case 'observed':
        return parts.ofText(`o${node}${parts.ofObject(fact.observation, textOf)}`)
      case 'positioned':
        return parts.ofText(`p${node}${parts.ofObject(fact.position, textOf)}`)
      case 'sent':
        return parts.ofText(`s${node}${fact.peer}${parts.ofObject(fact.frame, textOf)}`)
      case 'delivered': {
        const bytes = fact.bytes === null ? '' : parts.ofBytes(this.#hash, fact.bytes)
        return parts.ofText(`d${node}${fact.peer}${parts.ofObject(fact.frame, textOf)}${fact.form}${bytes}`)
      }
      case 'landed':
        return parts.ofText(`l${node}${fact.purpose}${parts.ofObject(fact.batch, textOf)}`)
      case 'answered':
        return parts.ofText(
          `a${node}${fact.request}|${parts.ofObject(fact.command, textOf)}|${parts.ofObject(fact.outcome, textOf)}`,
        )
      case 'asked':
        return parts.ofText(`q${node}${fact.request}|${parts.ofObject(fact.command, textOf)}`)
      case 'nodeDied':
        return parts.ofText(`x${node}`)
      case 'nodeStarted':
        return parts.ofText(`n${node}${fact.authority}${parts.ofObject(fact.configuration, textOf)}`)
      case 'found':
        return parts.ofText(`f${node}${parts.ofObject(fact.disk, textOf)}`)
      case 'damaged':
        return parts.ofText(`${kind}${node}${JSON.stringify(fact.damage)}`)
      case 'linkUp':
      case 'linkDown':
        return parts.ofText(`${kind}${node}${fact.peer}`)
    }
  }
}

function textOf(value: object): string {
  return JSON.stringify(value, (_field, part: unknown) => (part instanceof Uint8Array ? [...part] : part))
}

import { type Digest, digestHex, type Hash128 } from '../../aerodb/digest.ts'
import type { Fact } from '../../invariants/fact.ts'
import { Judge } from '../../invariants/judge.ts'
import type { Breach } from '../../invariants/verdict.ts'
import { heardIn } from './heard.ts'
import { Identities } from './identities.ts'

/** A judge that will take no more: what it remembers of some past, and what it found. */
export interface JudgedPast {
  readonly judge: Judge
  readonly digest: Digest
  readonly breach: Breach | null
  readonly next: Map<number, JudgedPast>
}

/** What an object tells of one node or peer, and what it tells of others: of hardly more than two. */
interface Telling {
  readonly about: string
  readonly number: number
  readonly next: Telling | undefined
}

/** More facts than any search tells apart. */
const FACTS = 0x40_0000
const UNHEARD = -1

/**
 * Every past that a search has judged. Most invariants judge histories, not states: whether an acknowledged write is lost can't be seen from where the
 * cluster stands. What a judge remembers is therefore part of the state that is searched; and since a judge is a function of what it remembers
 * and of the facts that it takes, each step of it is taken once.
 */
export class JudgedPasts {
  readonly #hash: Hash128
  readonly #byDigest = new Map<string, JudgedPast>()
  readonly #values = new Identities()
  /** Numbers for facts, by what is heard in them. An object that comes again, which most do, is not looked into again. */
  readonly #facts = new Identities()
  readonly #factOfObject = new WeakMap<object, Telling>()
  readonly #lists = new Map<number, number>()

  constructor(hash: Hash128) {
    this.#hash = hash
  }

  first(): JudgedPast {
    return this.#of(new Judge())
  }

  after(past: JudgedPast, facts: readonly Fact[]): JudgedPast {
    let list = 0
    for (const fact of facts) {
      const number = this.#factNumber(fact)
      if (number !== UNHEARD) list = this.#listOf(list, number)
    }
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
    if (fact >= FACTS) throw new Error(`more than ${FACTS} facts`)
    this.#lists.set(key, this.#lists.size + 1)
    return this.#lists.size
  }

  #factNumber(fact: Fact): number {
    const whole = wholeOf(fact)
    if (whole === null) return this.#newFactNumber(fact)
    const { object, about } = whole
    const first = this.#factOfObject.get(object)
    for (let telling = first; telling !== undefined; telling = telling.next) if (telling.about === about) return telling.number
    const number = this.#newFactNumber(fact)
    this.#factOfObject.set(object, { about, number, next: first })
    return number
  }

  #newFactNumber(fact: Fact): number {
    const parts = heardIn(fact)
    if (parts === null) return UNHEARD
    const values = parts.map((part) => {
      if (part instanceof Uint8Array) return this.#values.ofBytes(this.#hash, part)
      return typeof part === 'object' ? `#${this.#values.ofObject(part, textOf)}` : part
    })
    return this.#facts.ofText(`${fact.kind} ${fact.node} ${values.join(' ')}`)
  }
}

/** The object that, with a node or a peer beside it, is all of a fact; null where a fact is made of several. */
function wholeOf(fact: Fact): { readonly object: object; readonly about: string } | null {
  switch (fact.kind) {
    case 'observed':
      return { object: fact.observation, about: fact.node }
    case 'positioned':
      return { object: fact.position, about: fact.node }
    case 'sent':
      return { object: fact.frame, about: fact.node }
    case 'landed':
      return { object: fact.batch, about: fact.node }
    case 'delivered':
      return fact.form === 'whole' ? { object: fact.frame, about: `to ${fact.node}` } : null
    default:
      return null
  }
}

function textOf(value: object): string {
  return JSON.stringify(value, (_field, part: unknown) => (part instanceof Uint8Array ? [...part] : part))
}

import type { NodeName } from '../aerodb/ids.ts'
import type { JsonValue } from '../aerodb/json.ts'
import type { Chronicle } from './chronicle/chronicle.ts'
import { lastCommonPoint, sameChain } from './chronicle/point.ts'
import type { Concern } from './concern.ts'
import type { Damage, DamageKind } from './damage.ts'
import type { Fact, FactOf } from './fact.ts'
import { inOrder, namesInOrder } from './in-order.ts'
import { firstCommitStruck } from './struck-commits.ts'

type Reasons = { readonly [Kind in DamageKind]: { readonly [invariant: string]: string } }

const NUMBERS_TAKEN_ANEW = 'commits that were lost could be read before, and their numbers are taken anew (FAIL-66)'

/**
 * Damage beyond what the proofs assume, which invariants it breaks, and why. What is not listed has to hold all the same: a flipped bit, for one,
 * excuses nothing, since it has to be found before anything is believed.
 */
const REASONS: Reasons = {
  batchBitFlipped: {},
  manifestBitFlipped: {},
  otherFormat: {},
  tailLost: {
    'no-acknowledged-write-lost':
      'A-Disk does not hold: the disk lost what it had reported durable, and the client had been told (FAIL-65 to FAIL-67)',
    'reads-equal-primary': NUMBERS_TAKEN_ANEW,
    'write-sets-atomic': NUMBERS_TAKEN_ANEW,
    'snapshot-isolation': 'a commit that was acknowledged is gone, and its number is taken anew (FAIL-67)',
  },
  batchLost: {
    'no-acknowledged-write-lost': 'A-Disk does not hold: the batch was reported durable and never landed (FAIL-67)',
    'reads-equal-primary': NUMBERS_TAKEN_ANEW,
    'write-sets-atomic': NUMBERS_TAKEN_ANEW,
    'snapshot-isolation': 'a commit that was acknowledged is gone, and its number is taken anew (FAIL-67)',
    'halt-survives-restart': 'A-Disk does not hold: the manifest was reported durable and never landed',
  },
  wiped: { 'no-acknowledged-write-lost': 'the disk is empty (FAIL-63)' },
  staleRead: {
    'no-acknowledged-write-lost': 'A-Disk does not hold: the start was shown a log without it',
    'reads-equal-primary': NUMBERS_TAKEN_ANEW,
    'write-sets-atomic': NUMBERS_TAKEN_ANEW,
    'snapshot-isolation': 'a commit that was acknowledged was left out, and its number is taken anew (FAIL-67)',
    'halt-survives-restart': 'A-Disk does not hold: the start was shown a manifest from before the halt',
  },
  recreated: { 'no-acknowledged-write-lost': 'an operator made the disk anew' },
  authorityShared: {
    'single-writer': 'A-Authority does not hold: the host granted the authority twice. Two Primaries that meet must still halt',
  },
}

/** Each kind of damage with each invariant that it can explain a breach of. */
export const EXCUSED: readonly { readonly damage: string; readonly invariant: string }[] = Object.entries(REASONS).flatMap(
  ([damage, reasons]) => Object.keys(reasons).map((invariant) => ({ damage, invariant })),
)

/** Commits of a history from `from` on. */
interface Commits {
  readonly damage: DamageKind
  /** Null for the one that the node was about to follow. */
  readonly historyId: string | null
  readonly from: number
}

/** The author of a history lost its commits from `from` on, and gives their numbers to others. */
interface TakenAnew {
  readonly damage: DamageKind
  readonly author: NodeName
  readonly from: number
  /** The newest that was lost: what is above never had another of its number. Null until the author recovers: what it adds till then is lost with it. */
  readonly to: number | null
}

const NO_PROMISES: readonly Commits[] = []
const NONE_TAKEN: readonly TakenAnew[] = []

/**
 * What damage has struck and not been outlived yet (REPLICATION_PROOFS, *What damage excuses*). It is looked up only when something is breached.
 *
 * - Promises: what stood from the first commit that is gone, and, of a batch that was lost under a running node, what that node wrote on top of it.
 *   It ends with the next recovery, or when the log is discarded: what is acknowledged from then on must be kept.
 * - Numbers: in the history that the damaged node is the author of, from the first commit that is gone to the newest that it had stated by the next
 *   recovery. Whoever follows the author's log as it is now up there has to read it exactly; only a node that holds what was lost does not.
 * - The manifest: until the next one lands, or the node dies.
 * - The authority: for that life of the node.
 */
export class Excuses {
  readonly #promises = new Map<NodeName, readonly Commits[]>()
  /** By history: what was lost, none of it within another. */
  readonly #takenAnew = new Map<string, readonly TakenAnew[]>()
  readonly #manifests = new Map<NodeName, DamageKind>()
  readonly #authorities = new Set<NodeName>()

  /** Whether a fact could change anything here: most are about nothing that was struck. */
  hears(fact: Fact): boolean {
    if (fact.kind === 'damaged') return true
    if (fact.kind === 'observed')
      return fact.observation.kind === 'recovered' && (this.#promises.has(fact.node) || this.#takenAnew.size > 0)
    if (fact.kind === 'landed') return this.#promises.has(fact.node) || this.#manifests.has(fact.node)
    return fact.kind === 'nodeDied' && (this.#manifests.has(fact.node) || this.#authorities.has(fact.node))
  }

  /** Takes a fact after it was judged, and before the chronicle does. */
  take(fact: Fact, chronicle: Chronicle): void {
    switch (fact.kind) {
      case 'damaged':
        this.#damaged(fact, chronicle)
        return
      case 'observed':
        if (fact.observation.kind !== 'recovered') return
        this.#promises.delete(fact.node)
        this.#endLosses(fact.node, chronicle)
        return
      case 'landed':
        if (fact.batch.discardLog === 'all') this.#promises.delete(fact.node)
        if (fact.batch.putManifest !== null) this.#manifests.delete(fact.node)
        return
      case 'nodeDied':
        this.#manifests.delete(fact.node)
        this.#authorities.delete(fact.node)
        return
      default:
        return
    }
  }

  /** In words, what explains that an invariant does not hold of this; null where nothing does. */
  for(invariant: string, concern: Concern, chronicle: Chronicle): string | null {
    const struck = this.#struck(concern, chronicle)
    const reason = struck === null ? undefined : REASONS[struck.damage][invariant]
    return struck === null || reason === undefined ? null : `${struck.damage} on ${struck.node}: ${reason}`
  }

  fork(): Excuses {
    const fork = new Excuses()
    for (const [node, promises] of this.#promises) fork.#promises.set(node, promises)
    for (const [historyId, taken] of this.#takenAnew) fork.#takenAnew.set(historyId, taken)
    for (const [node, damage] of this.#manifests) fork.#manifests.set(node, damage)
    for (const node of this.#authorities) fork.#authorities.add(node)
    return fork
  }

  memory(): JsonValue {
    const promises = [...this.#promises].map(
      ([node, struck]) => [node, struck.map(({ damage, historyId, from }) => [damage, historyId, from])] as const,
    )
    const taken = [...this.#takenAnew].map(
      ([id, losses]) => [id, losses.map(({ damage, author, from, to }) => [damage, author, from, to])] as const,
    )
    return [inOrder(promises), inOrder(taken), inOrder(this.#manifests), namesInOrder(this.#authorities)]
  }

  #struck(concern: Concern, chronicle: Chronicle): { readonly damage: DamageKind; readonly node: NodeName } | null {
    const { node } = concern
    switch (concern.kind) {
      case 'promises': {
        const { historyId, from } = concern
        const found = this.#promises
          .get(node)
          ?.find((struck) => struck.from <= from && (struck.historyId === null || struck.historyId === historyId))
        return found === undefined ? null : { damage: found.damage, node }
      }
      case 'served': {
        const taken = this.#lossesOf(concern).find(({ from }) => from <= concern.commitId)
        return taken === undefined || !holdsLost(concern, taken.author, chronicle)
          ? null
          : { damage: taken.damage, node: taken.author }
      }
      case 'named': {
        const { commitId } = concern
        const taken = this.#lossesOf(concern).find(({ from, to }) => from <= commitId && (to === null || commitId <= to))
        return taken === undefined ? null : { damage: taken.damage, node: taken.author }
      }
      case 'manifest': {
        const damage = this.#manifests.get(node)
        return damage === undefined ? null : { damage, node }
      }
      case 'authority':
        return this.#authorities.has(node) ? { damage: 'authorityShared', node } : null
    }
  }

  #damaged({ node, damage }: FactOf<'damaged'>, chronicle: Chronicle): void {
    if (damage.kind === 'authorityShared') this.#authorities.add(node)
    if (isManifestStruck(damage)) this.#manifests.set(node, damage.kind)
    const account = chronicle.node(node)
    const from = firstCommitStruck(account, damage)
    if (from === null) return
    const { historyId } = account
    this.#strike(node, { damage: damage.kind, historyId: from.isWhatever ? null : historyId, from: from.commitId })
    if (from.isWhatever || historyId === null || chronicle.history(historyId)?.author !== node) return
    this.#takeAnew(historyId, { damage: damage.kind, author: node, from: from.commitId, to: null })
  }

  #lossesOf({ historyId }: Extract<Concern, { readonly kind: 'served' | 'named' }>): readonly TakenAnew[] {
    return this.#takenAnew.get(historyId) ?? NONE_TAKEN
  }

  /** What is within another loss is not added; what the new one takes in is left out. Deepest first. */
  #takeAnew(historyId: string, loss: TakenAnew): void {
    const before = this.#takenAnew.get(historyId) ?? NONE_TAKEN
    if (before.some((other) => takesIn(other, loss))) return
    const others = before.filter((other) => !takesIn(loss, other))
    this.#takenAnew.set(
      historyId,
      [...others, loss].toSorted((a, b) => a.from - b.from),
    )
  }

  /** The author has come back: nothing more is lost with what was. */
  #endLosses(author: NodeName, chronicle: Chronicle): void {
    for (const [historyId, losses] of this.#takenAnew) {
      const ending = losses.filter((loss) => loss.to === null && loss.author === author)
      if (ending.length === 0) continue
      const to = chronicle.history(historyId)?.lastCommitId ?? 0
      this.#takenAnew.set(
        historyId,
        losses.filter((loss) => !ending.includes(loss)),
      )
      for (const loss of ending) this.#takeAnew(historyId, { ...loss, to })
    }
  }

  /** What is covered already is not added; what the new one covers is left out. */
  #strike(node: NodeName, struck: Commits): void {
    const before = this.#promises.get(node) ?? NO_PROMISES
    if (before.some((other) => covers(other, struck))) return
    const others = before.filter((other) => !covers(struck, other))
    this.#promises.set(
      node,
      inOrder([...others, struck].map((one) => [one.historyId ?? '', one] as const)).map(([, one]) => one),
    )
  }
}

function covers(wide: Commits, narrow: Commits): boolean {
  return wide.from <= narrow.from && (wide.historyId === null || wide.historyId === narrow.historyId)
}

function takesIn(wide: TakenAnew, narrow: TakenAnew): boolean {
  return wide.from <= narrow.from && (wide.to === null || (narrow.to !== null && narrow.to <= wide.to))
}

function isManifestStruck(damage: Damage): boolean {
  return damage.kind === 'staleRead' || (damage.kind === 'batchLost' && damage.manifest === 'lost')
}

/**
 * Whether a node may hold what the author of its history lost: up to the commit that it serves, its log parts from the author's as it is now, or
 * the author has stated nothing there that it could be compared with.
 */
function holdsLost(
  { node, commitId }: Extract<Concern, { readonly kind: 'served' }>,
  author: NodeName,
  chronicle: Chronicle,
): boolean {
  if (node === author) return false
  const common = lastCommonPoint(chronicle.node(node).points, chronicle.node(author).points, Number.MAX_SAFE_INTEGER)
  if (common === null) return true
  const [own, authors] = common
  return own.commitId < commitId || !sameChain(own, authors.chain)
}

import type { Evidence } from '../../aerodb/error.ts'
import { documentKey, type NodeName, type RequestId } from '../../aerodb/ids.ts'
import { documentText } from '../chronicle/readings.ts'
import type { FactOf } from '../fact.ts'
import { inOrder } from '../in-order.ts'
import type { Bench, Invariant, Sitting } from '../invariant.ts'
import { OpenWrites, type Waiting } from '../isolation/open-writes.ts'
import { ToldHistory } from '../isolation/told-history.ts'
import { writeSetOf } from '../isolation/write-set.ts'
import { placesInVain, type ShownPlace } from '../isolation/writers.ts'
import { firstCommitStruck } from '../struck-commits.ts'

type Answer = FactOf<'answered'>
/** CommitIds by history. One is replaced as a whole, never changed: what is asked takes it along. */
type ByHistory = ReadonlyMap<string, number>

const NOTHING: ByHistory = new Map()

/** What is wrong with an answer. */
interface Wrong {
  readonly what: string
  /** The commit that it is about: damage which struck that one explains it. Null where nothing does. */
  readonly commitId: number | null
  readonly evidence: Evidence
}

/**
 * What clients asked and were told, in one order of commits for each history. A write set whose outcome is still to come, or unknown for good, may have
 * happened or not; once a read shows it, it has happened whole, at that CommitId.
 */
class ClientsTold implements Sitting {
  readonly #histories = new Map<string, ToldHistory>()
  readonly #writes: OpenWrites
  /** Reads of what is newest, with the newest that their node had told when they were asked. */
  readonly #reads = new Map<RequestId, ByHistory>()
  /** The newest that a node has acknowledged or, as the author of the history, shown as the newest: none of it may be missed there later. */
  readonly #toldBy = new Map<NodeName, ByHistory>()
  /** Authors that damage has struck and that have not recovered since: by history, the first commit that is gone. */
  readonly #struck = new Map<NodeName, ByHistory>()
  /** The newest commit that any client knows of. */
  #newest = NOTHING
  readonly #lastFreeUpTo = (historyId: string, commitId: number): number =>
    this.#histories.get(historyId)?.lastFreeUpTo(commitId) ?? commitId

  constructor(writes = new OpenWrites()) {
    this.#writes = writes
  }

  take(fact: FactOf<'asked' | 'answered' | 'damaged' | 'observed'>, bench: Bench): void {
    if (fact.kind === 'damaged') this.#strike(fact, bench)
    else if (fact.kind === 'observed') this.#recover(fact, bench)
    else if (fact.kind === 'asked') this.#ask(fact)
    else if (fact.command.kind === 'write') this.#tell(fact, bench)
    else if (fact.command.kind === 'read') this.#serve(fact, bench)
  }

  fork(): ClientsTold {
    const fork = new ClientsTold(this.#writes.fork())
    for (const [id, history] of this.#histories) fork.#histories.set(id, history.fork())
    for (const [request, toldBefore] of this.#reads) fork.#reads.set(request, toldBefore)
    for (const [node, told] of this.#toldBy) fork.#toldBy.set(node, told)
    for (const [node, struck] of this.#struck) fork.#struck.set(node, struck)
    fork.#newest = this.#newest
    return fork
  }

  memory() {
    const known = [...this.#histories].filter(([, history]) => !history.isEmpty)
    const histories = known.map(([id, history]) => [id, history.memory()] as const)
    const reads = [...this.#reads].map(([request, toldBefore]) => [request, inOrder(toldBefore)] as const)
    const toldBy = [...this.#toldBy].map(([node, told]) => [node, inOrder(told)] as const)
    const struck = [...this.#struck].map(([node, from]) => [node, inOrder(from)] as const)
    return [inOrder(histories), this.#writes.memory(this.#lastFreeUpTo), inOrder(reads), inOrder(toldBy), inOrder(struck)]
  }

  #strike({ node, damage }: FactOf<'damaged'>, { chronicle }: Bench): void {
    const account = chronicle.node(node)
    const { historyId } = account
    if (historyId === null || chronicle.history(historyId)?.author !== node) return
    const from = firstCommitStruck(account, damage)
    if (from === null || from.isWhatever) return
    const struck = this.#struck.get(node) ?? NOTHING
    const before = struck.get(historyId) ?? from.commitId
    this.#struck.set(node, new Map(struck).set(historyId, Math.min(before, from.commitId)))
  }

  /** What damage took is forgotten. What is gone of what it had not struck is not: an engine that loses that is at fault. */
  #recover({ node, observation }: FactOf<'observed'>, { chronicle }: Bench): void {
    if (observation.kind !== 'recovered' || observation.historyId === null) return
    const { historyId: id, commitId } = observation
    const struck = this.#struck.get(node)
    const from = struck?.get(id)
    if (struck === undefined || from === undefined) return
    const others = [...struck].filter(([other]) => other !== id)
    if (others.length > 0) this.#struck.set(node, new Map(others))
    else this.#struck.delete(node)
    const end = Math.max(commitId, from - 1)
    this.#histories.get(id)?.lose(end, chronicle.history(id)?.lastCommitId ?? 0)
    const told = this.#toldBy.get(node)
    if (told !== undefined) this.#toldBy.set(node, upTo(told, id, end))
    this.#newest = upTo(this.#newest, id, end)
  }

  #ask({ node, request, command }: FactOf<'asked'>): void {
    if (command.kind === 'write') this.#writes.ask(request, { writeSet: writeSetOf(command), above: this.#newest })
    else if (command.kind === 'read' && command.at.kind === 'newest') {
      const told = this.#toldBy.get(node)
      if (told !== undefined) this.#reads.set(request, told)
    }
  }

  #tell(answer: Answer, bench: Bench): void {
    const { node, request, command, outcome } = answer
    if (command.kind !== 'write') return
    const waiting = this.#writes.take(request) ?? { write: { writeSet: writeSetOf(command), above: NOTHING }, place: null }
    const { write, place } = waiting
    if (outcome.kind === 'acknowledged') this.#acknowledge(answer, waiting, outcome.commitId, bench)
    else if (outcome.kind === 'unknown') {
      // Where no disk is shown, nobody is ever looked for who wrote what a read has shown.
      if (place === null && bench.chronicle.node(node).disk.isKnown) this.#writes.remainsUnknown(write)
    } else if (place !== null) {
      bench.check()
      const { historyId, commitId } = place
      breach(answer, historyId, { what: 'a rejected write set was seen', commitId, evidence: {} }, bench)
    }
    this.#findWriters(answer, bench)
  }

  #acknowledge(answer: Answer, { write, place }: Waiting, commitId: number, bench: Bench): void {
    const { node } = answer
    const { writeSet, above } = write
    const [id, history] = this.#historyOf(node, bench)
    if (!history.isEmpty || place !== null || writeSet.basedOn !== null) bench.check()
    const wrong: Wrong[] = []
    if (place === null) {
      const knownBefore = above.get(id) ?? 0
      if (commitId > history.floor && commitId <= knownBefore && isEveryClientHeard(id, bench)) {
        wrong.push({ what: 'CommitIds against the order in which clients saw them', commitId, evidence: { knownBefore } })
      }
      wrong.push(...history.place(commitId, writeSet))
    } else if (place.historyId !== id || place.commitId !== commitId) {
      const { commitId: shownAt } = place
      wrong.push({ what: 'a write set at two CommitIds', commitId: Math.max(commitId, shownAt), evidence: { commitId, shownAt } })
    }
    for (const one of wrong) breach(answer, id, one, bench)
    this.#learnTold(node, id, commitId)
    this.#learnNewest(id, history)
  }

  #serve(answer: Answer, bench: Bench): void {
    const { node, request, command, outcome } = answer
    const toldBefore = this.#reads.get(request)
    this.#reads.delete(request)
    if (command.kind !== 'read' || outcome.kind !== 'served') return
    const [id, history] = this.#historyOf(node, bench)
    const { bound, document: shown } = outcome
    const key = documentKey(command.collection, command.id)
    const version = outcome.version ?? 0
    const toldHere = toldBefore?.get(id) ?? 0
    if (version > 0 || toldHere > 0 || history.knowsOf(key)) bench.check()
    if (bound < toldHere) {
      const evidence = { bound, toldHere }
      breach(answer, id, { what: 'a read of the newest missed what its node had told', commitId: bound + 1, evidence }, bench)
    }
    const text = shown === null ? null : documentText(shown)
    for (const wrong of history.show({ key, version, bound, text })) breach(answer, id, wrong, bench)
    // A Replica may be bootstrapped, and begin anew.
    if (command.at.kind === 'newest' && bench.chronicle.history(id)?.author === node && isEveryClientHeard(id, bench)) {
      this.#learnTold(node, id, bound)
    }
    this.#learnNewest(id, history)
    this.#findWriters(answer, bench)
  }

  /** Whose it is that a read has shown, where only one write set can be it. `answer`: what was told last. */
  #findWriters(answer: Answer, bench: Bench): void {
    const undecided: ShownPlace[] = []
    for (const [historyId, history] of this.#histories) {
      if (history.shown.size === 0 || !isEveryClientHeard(historyId, bench)) continue
      for (const [commitId, shown] of history.shown) {
        if (commitId <= history.lostUpTo) continue
        const place = { historyId, commitId }
        const alike = this.#writes.candidates(place, shown)
        const candidates = alike.filter(({ writeSet }) => history.admits(writeSet, commitId))
        if (candidates.length > 1) {
          undecided.push({ place, candidates })
          continue
        }
        // What speaks against the only one that wrote alike is found as it is placed.
        const writer = candidates[0] ?? (alike.length === 1 ? alike[0] : undefined)
        if (writer === undefined) {
          const evidence = { keys: [...shown.keys()] }
          breach(answer, historyId, { what: 'a version that nobody wrote', commitId, evidence }, bench)
          continue
        }
        this.#writes.show(writer, place)
        for (const wrong of history.place(commitId, writer.writeSet)) breach(answer, historyId, wrong, bench)
        // One that was found is none of those that may have written what else was shown.
        this.#findWriters(answer, bench)
        return
      }
    }
    const inVain = placesInVain(undecided)
    if (inVain.length === 0) return
    const { node, request } = answer
    const about = inVain.map(({ place }) => ({ kind: 'named', node, ...place }) as const)
    const commitIds = about.map(({ commitId }) => commitId)
    bench.breach(about, { what: 'a version that nobody wrote', node, request, commitIds })
  }

  #historyOf(node: NodeName, { chronicle }: Bench): readonly [id: string, history: ToldHistory] {
    const id = chronicle.node(node).historyId ?? ''
    const history = this.#histories.get(id) ?? new ToldHistory()
    this.#histories.set(id, history)
    history.begin(chronicle.history(id)?.foundCommitId ?? 0)
    return [id, history]
  }

  #learnTold(node: NodeName, id: string, commitId: number): void {
    const told = this.#toldBy.get(node) ?? NOTHING
    if (commitId > (told.get(id) ?? 0)) this.#toldBy.set(node, new Map(told).set(id, commitId))
  }

  #learnNewest(id: string, { newest }: ToldHistory): void {
    if (newest > (this.#newest.get(id) ?? 0)) this.#newest = new Map(this.#newest).set(id, newest)
  }
}

/**
 * A host that shows no disk does not tell of all that its own clients ask, nor when they did: there, what nobody is known to have written says nothing,
 * and neither does the order.
 */
function isEveryClientHeard(historyId: string, { chronicle }: Bench): boolean {
  const author = chronicle.history(historyId)?.author ?? null
  return author !== null && chronicle.node(author).disk.isKnown
}

function upTo(told: ByHistory, id: string, commitId: number): ByHistory {
  return (told.get(id) ?? 0) <= commitId ? told : new Map(told).set(id, commitId)
}

function breach({ node, request }: Answer, historyId: string, { what, commitId, evidence }: Wrong, bench: Bench): void {
  const about = commitId === null ? [] : [{ kind: 'named', node, historyId, commitId } as const]
  bench.breach(about, { what, node, request, ...(commitId === null ? {} : { commitId }), ...evidence })
}

export const snapshotIsolation: Invariant = {
  id: 'snapshot-isolation',
  statement:
    'What clients are told fits one order of commits for each history, under snapshot isolation with the first committer winning: whatever one was told is there before what another asks for afterwards, and a write set of unknown outcome has happened whole, or not at all.',
  rules: ['MVCC-1', 'MVCC-4', 'MVCC-5', 'MVCC-7', 'READ-5', 'WAL-6', 'WAL-10'],
  hears: ['asked write', 'asked read', 'answered write', 'answered read', 'damaged', 'observed recovered'],
  open: () => new ClientsTold(),
}

import { type DocumentKey, documentKey } from '../../aerodb/ids.ts'
import type { JsonObject } from '../../aerodb/json.ts'
import { bodyText } from '../chronicle/body-text.ts'
import type { CommittedVersion, HistoryAccount } from '../chronicle/history-account.ts'
import { documentText } from '../chronicle/readings.ts'
import type { Concern } from '../concern.ts'
import type { FactOf } from '../fact.ts'
import { inOrder } from '../in-order.ts'
import type { Bench, Invariant, Sitting } from '../invariant.ts'

/** A read that found `version` at `bound` says that no commit in between touches the key. */
type Gaps = Map<number, number>

interface Compared {
  /** Whether there was another answer, which this one could have contradicted. */
  readonly isCompared: boolean
  /** A version that one answer shows and another denies; null where there is none. */
  readonly gap: number | null
}

const ALONE: Compared = { isCompared: false, gap: null }

/**
 * Where every commit is known, an answer is compared with what the history says. Where only acknowledged ones are, an
 * answer must not contradict them, nor any other answer.
 */
class Answers implements Sitting {
  readonly #gaps = new Map<string, Gaps>()

  take({ node, command, outcome }: FactOf<'answered'>, bench: Bench): void {
    if (command.kind !== 'read' || outcome.kind !== 'served') return
    const key = documentKey(command.collection, command.id)
    const history = bench.chronicle.historyOf(node)
    const versions = history === null ? [] : history.versionsAt(key, outcome.bound)
    if (versions === null) return
    const newest = versions.findLast(({ commitId }) => commitId <= outcome.bound)
    const found = outcome.version ?? 0
    const isKnown = history === null || history.isComplete || (newest !== undefined && newest.commitId >= found)
    const contradicted = isKnown && !answers(newest, found, outcome.document)
    const { isCompared, gap } = history === null ? ALONE : this.#compare(history, key, found, outcome.bound)
    if (isKnown || isCompared) bench.check()
    if (contradicted || gap !== null) {
      const expected = newest?.commitId ?? gap
      const disputed = Math.max(found, expected ?? 0, gap ?? 0)
      const about: readonly Concern[] =
        history === null ? [] : [{ kind: 'served', node, historyId: history.id, commitId: disputed }]
      bench.breach(about, { node, key, bound: outcome.bound, version: outcome.version, expected })
    }
  }

  fork(): Answers {
    const fork = new Answers()
    for (const [key, gaps] of this.#gaps) fork.#gaps.set(key, new Map(gaps))
    return fork
  }

  memory() {
    return inOrder([...this.#gaps].map(([key, gaps]) => [key, inOrder(gaps)] as const))
  }

  /** With all other answers. Only where commits are missing from what is known. */
  #compare(history: HistoryAccount, key: DocumentKey, version: number, bound: number): Compared {
    if (history.isComplete) return ALONE
    const name = `${history.id} ${key}`
    const gaps = this.#gaps.get(name) ?? new Map<number, number>()
    const isCompared = gaps.size > 0
    this.#gaps.set(name, gaps)
    gaps.set(version, Math.max(gaps.get(version) ?? 0, bound))
    for (const [found, end] of gaps) {
      if (found < version && version <= end) return { isCompared, gap: version }
      if (version < found && found <= bound) return { isCompared, gap: found }
    }
    return { isCompared, gap: null }
  }
}

function answers(expected: CommittedVersion | undefined, version: number, read: JsonObject | null): boolean {
  if (expected === undefined) return version === 0 && read === null
  return version === expected.commitId && bodyText(expected.body) === (read === null ? null : documentText(read))
}

export const readsEqualPrimary: Invariant = {
  id: 'reads-equal-primary',
  statement:
    'A read at a bound gives, on every node, the version with the largest CommitId at or below it in the history, as it was written.',
  rules: ['MVCC-1', 'READ-5', 'WAL-8', 'LOG-11'],
  hears: ['answered read'],
  open: () => new Answers(),
}

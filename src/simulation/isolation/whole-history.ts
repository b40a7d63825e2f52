import type { NodeName } from '../../aerodb/ids.ts'
import { HISTORIES, N2, type Sets, type Told } from './told.ts'

interface Write {
  readonly node: NodeName
  readonly sets: Sets
  readonly basedOn: number | null
  readonly askedAt: number
  readonly answeredAt: number
  readonly isRejected: boolean
  /** Where its client was told that it is; null where it was not. */
  readonly commitId: number | null
}

interface Read {
  readonly node: NodeName
  readonly id: string
  readonly isNewest: boolean
  readonly askedAt: number
  readonly answeredAt: number
  readonly version: number
  readonly bound: number
  readonly text: string | null
}

interface Whole {
  readonly writes: readonly Write[]
  readonly reads: readonly Read[]
}

/**
 * Whether all that clients were told contradicts itself, by every pair of it, however what was shown is dealt out to who may have written it: as plain
 * as can be, to hold what judges as it goes
 * against. `isEveryClientHeard`: else a version may be anyone's, and nothing is known of when it was asked for.
 */
export function contradictsItself(told: readonly Told[], isEveryClientHeard: boolean): boolean {
  const whole = wholeOf(told)
  const histories = ['first', 'second'].map((name) => new OneHistory(name, whole))
  if (histories.some((history) => history.isAgainstOrder(isEveryClientHeard))) return true
  if (!isEveryClientHeard) return histories.some(({ placed, reads }) => isContradictory([...placed], reads))
  if (histories.some((history) => history.isNewestLost())) return true
  const open = whole.writes.filter(({ isRejected, commitId }) => !isRejected && commitId === null)
  const shown = histories.flatMap((history) => history.shown().map((commitId) => ({ history, commitId })))
  return !isSomeOrderRight(histories, shown, open)
}

interface ShownAt {
  readonly history: OneHistory
  readonly commitId: number
}

/** Whether there is a way to put a write set that may have happened, and another for each, wherever something was shown. */
function isSomeOrderRight(
  histories: readonly OneHistory[],
  [first, ...others]: readonly ShownAt[],
  open: readonly Write[],
): boolean {
  if (histories.some(({ placed, reads }) => isContradictory([...placed], reads))) return false
  if (first === undefined) return true
  const { history, commitId } = first
  return open.some((write) => {
    if (!history.mayBeAt(write, commitId)) return false
    history.placed.set(write, commitId)
    const rest = open.filter((other) => other !== write)
    const isRight = isSomeOrderRight(histories, others, rest)
    history.placed.delete(write)
    return isRight
  })
}

function wholeOf(told: readonly Told[]): Whole {
  const writes: Write[] = []
  const reads: Read[] = []
  for (const [askedAt, asks] of told.entries()) {
    if (asks.kind !== 'asksWrite' && asks.kind !== 'asksRead') continue
    const at = told.findIndex((one, index) => index > askedAt && one.request === asks.request)
    const answer = told[at]
    const answeredAt = at === -1 ? told.length : at
    if (asks.kind === 'asksWrite') {
      const { node, sets, basedOn } = asks
      const commitId = answer?.kind === 'acknowledged' ? answer.commitId : null
      writes.push({ node, sets, basedOn, askedAt, answeredAt, isRejected: answer?.kind === 'rejected', commitId })
    } else if (answer?.kind === 'served') {
      const { node, id, isNewest } = asks
      const { version, bound, text } = answer
      reads.push({ node, id, isNewest, askedAt, answeredAt, version, bound, text })
    }
  }
  return { writes, reads }
}

/** What clients were told of one history, and where its write sets are. */
class OneHistory {
  readonly placed = new Map<Write, number>()
  readonly reads: readonly Read[]
  readonly #acknowledged: readonly Write[]

  constructor(name: string, { writes, reads }: Whole) {
    this.reads = reads.filter(({ node }) => HISTORIES.get(node) === name)
    this.#acknowledged = writes.filter(({ node, commitId }) => commitId !== null && HISTORIES.get(node) === name)
    for (const write of this.#acknowledged) this.placed.set(write, write.commitId ?? 0)
  }

  /** Whether one CommitId is told twice, or one is not above what was known before, or a read is beyond its bound. */
  isAgainstOrder(isOrderKnown: boolean): boolean {
    const commitIds = [...this.placed.values()]
    if (new Set(commitIds).size < commitIds.length) return true
    const isNoLater = ([{ askedAt }, commitId]: readonly [Write, number]): boolean => commitId <= this.#knownBefore(askedAt)
    if (isOrderKnown && [...this.placed].some(isNoLater)) return true
    return this.reads.some(({ version, bound }) => version > bound)
  }

  /** Whether its author, asked for the newest, shows less than it has shown to an answer before the question. */
  isNewestLost(): boolean {
    const newest = this.reads.filter(({ node, isNewest }) => isNewest && node !== N2)
    return newest.some(({ askedAt, bound }) => newest.some((earlier) => earlier.answeredAt < askedAt && earlier.bound > bound))
  }

  /** The commits that reads have shown, and of which no client was told that they are its own. */
  shown(): readonly number[] {
    const told = new Set(this.placed.values())
    return [...new Set(this.reads.map(({ version }) => version))].filter((version) => version > 0 && !told.has(version))
  }

  /** By its order and by what was shown there. */
  mayBeAt({ askedAt, sets }: Write, commitId: number): boolean {
    if (commitId <= this.#knownBefore(askedAt)) return false
    return this.reads.every(({ version, id, text }) => version !== commitId || sets[id] === text)
  }

  /** The newest commit that any client knew of before this moment. */
  #knownBefore(moment: number): number {
    const acknowledged = this.#acknowledged.filter(({ answeredAt }) => answeredAt < moment)
    const reads = this.reads.filter(({ answeredAt }) => answeredAt < moment)
    return Math.max(0, ...acknowledged.map(({ commitId }) => commitId ?? 0), ...reads.map(({ bound }) => bound))
  }
}

function isContradictory(placed: readonly (readonly [Write, number])[], reads: readonly Read[]): boolean {
  const versionsOf = (id: string): readonly (readonly [commitId: number, text: string | null | undefined])[] => [
    ...placed.filter(([{ sets }]) => id in sets).map(([{ sets }, commitId]) => [commitId, sets[id]] as const),
    ...reads.filter((read) => read.id === id && read.version > 0).map(({ version, text }) => [version, text] as const),
  ]
  const isOneWithin = (id: string, after: number, last: number): boolean =>
    versionsOf(id).some(([commitId]) => after < commitId && commitId <= last)

  const isWrongRead = ({ id, version, bound, text }: Read): boolean =>
    isOneWithin(id, version, bound) ||
    versionsOf(id).some(([commitId, other]) => commitId === version && other !== text) ||
    placed.some(([{ sets }, commitId]) => commitId === version && !(id in sets))
  const isWrongBase = ([{ sets, basedOn }, commitId]: readonly [Write, number]): boolean =>
    basedOn !== null && (basedOn >= commitId || Object.keys(sets).some((id) => isOneWithin(id, basedOn, commitId - 1)))
  const missesAcknowledged = (read: Read): boolean =>
    read.isNewest &&
    placed.some(([write]) => write.node === read.node && write.answeredAt < read.askedAt && (write.commitId ?? 0) > read.bound)
  return reads.some((read) => isWrongRead(read) || missesAcknowledged(read)) || placed.some(isWrongBase)
}

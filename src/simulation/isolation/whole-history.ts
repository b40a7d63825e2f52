import type { NodeName } from '../../aerodb/ids.ts'
import { HISTORIES, type Sets, type Told } from './told.ts'

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
 * Whether all that clients were told contradicts itself, by every pair of it, over and over: as plain as can be, to hold what judges as it goes
 * against. `isEveryClientHeard`: else a version may be anyone's, and nothing is known of when it was asked for.
 */
export function contradictsItself(told: readonly Told[], isEveryClientHeard: boolean): boolean {
  const whole = wholeOf(told)
  const histories = ['first', 'second'].map((name) => new OneHistory(name, whole))
  if (histories.some((history) => history.isAgainstOrder(isEveryClientHeard))) return true
  for (let isDone = !isEveryClientHeard; !isDone; ) {
    const isElsewhere = (write: Write): boolean => histories.some(({ placed }) => placed.has(write))
    const found = histories.map((history) => history.findWriter(isElsewhere))
    if (found.includes('nobody')) return true
    isDone = !found.includes('one')
  }
  return histories.some(({ placed, reads }) => isContradictory([...placed], reads))
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
  readonly #writes: readonly Write[]
  readonly #acknowledged: readonly Write[]

  constructor(name: string, { writes, reads }: Whole) {
    this.#writes = writes
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

  /** Of all that was shown, whether nobody can have written some of it; else places one write set that alone can have. */
  findWriter(isElsewhere: (write: Write) => boolean): 'nobody' | 'one' | 'none' {
    const taken = new Set(this.placed.values())
    for (const { version } of this.reads) {
      if (version === 0 || taken.has(version)) continue
      const there = this.reads.filter((read) => read.version === version)
      const candidates = this.#writes.filter(
        (write) =>
          !write.isRejected &&
          write.commitId === null &&
          !isElsewhere(write) &&
          version > this.#knownBefore(write.askedAt) &&
          there.every(({ id, text }) => write.sets[id] === text),
      )
      const [only, ...others] = candidates
      if (only === undefined) return 'nobody'
      if (others.length > 0) continue
      this.placed.set(only, version)
      return 'one'
    }
    return 'none'
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

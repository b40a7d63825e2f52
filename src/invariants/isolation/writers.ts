import type { OpenWrite, Place } from './open-writes.ts'

/** What reads have shown at a place, and every write set that may be it, at least one. */
export interface ShownPlace {
  readonly place: Place
  readonly candidates: readonly OpenWrite[]
}

/** Where so many tries have not told, nothing is said to be wrong. */
const TRIES = 10_000

const NONE: readonly ShownPlace[] = []

/**
 * Places that can't all have a write set of their own; none where every place can. Two write sets can't both be where they may be each, if one has
 * changed what the other is based on: of more than `TRIES` ways to place them, the rest is not looked at.
 */
export function placesInVain(places: readonly ShownPlace[]): readonly ShownPlace[] {
  if (places.length < 2) return NONE
  const short = withTooFew(places)
  if (short.length > 0) return short
  const isOneBased = places.some(({ candidates }) => candidates.some(({ writeSet }) => writeSet.basedOn !== null))
  return !isOneBased || new Placing(places).isPossible() ? NONE : places
}

/** A matching, by augmenting paths. Where there is none: a place that is left over, and all those whose writers it would have to take. */
function withTooFew(places: readonly ShownPlace[]): readonly ShownPlace[] {
  const takenBy = new Map<OpenWrite, ShownPlace>()
  for (const place of places) {
    const tried = new Set<OpenWrite>()
    const findFor = (at: ShownPlace): boolean => {
      for (const write of at.candidates) {
        if (tried.has(write)) continue
        tried.add(write)
        const other = takenBy.get(write)
        if (other !== undefined && !findFor(other)) continue
        takenBy.set(write, at)
        return true
      }
      return false
    }
    if (!findFor(place)) return [place, ...[...tried].flatMap((write) => takenBy.get(write) ?? [])]
  }
  return NONE
}

interface Placed {
  readonly write: OpenWrite
  readonly place: Place
}

/** Write sets at places, one after the other, and back where one does not go with another. */
class Placing {
  readonly #places: readonly ShownPlace[]
  readonly #placed: Placed[] = []
  #tries = 0

  constructor(places: readonly ShownPlace[]) {
    this.#places = places.toSorted((a, b) => a.candidates.length - b.candidates.length)
  }

  isPossible(): boolean {
    const next = this.#places[this.#placed.length]
    if (next === undefined) return true
    const { place, candidates } = next
    for (const write of candidates) {
      this.#tries += 1
      if (this.#tries > TRIES) return true
      if (!this.#placed.every((other) => other.write !== write && goTogether(other, { write, place }))) continue
      this.#placed.push({ write, place })
      if (this.isPossible()) return true
      this.#placed.pop()
    }
    return false
  }
}

function goTogether(one: Placed, other: Placed): boolean {
  if (one.place.historyId !== other.place.historyId) return true
  const [first, last] = one.place.commitId < other.place.commitId ? [one, other] : [other, one]
  const { basedOn } = last.write.writeSet
  if (basedOn === null || basedOn >= first.place.commitId) return true
  return [...last.write.writeSet.keys].every((key) => first.write.writeSet.textOf(key) === undefined)
}

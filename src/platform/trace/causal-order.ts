/** Steps of one node, in order, as they came from its host in one piece. */
export interface TracePiece {
  readonly node: string
  /** JSON of LoggedStep[]. */
  readonly steps: string
}

interface Waiting {
  readonly node: string
  readonly step: Fields
}
type Fields = Readonly<Record<string, unknown>>

/**
 * The steps of a trace, from pieces in the order in which they were reported. Reports of different nodes may overtake each other, so a frame's
 * arrival is held back, with all that its receiver did after it, until the step that sent it has gone before.
 *
 * Steps whose cause is missing stand at the end: a replay says which frame nobody sent.
 */
export function* inCausalOrder(pieces: Iterable<TracePiece>): Generator {
  /** Inputs that each node has taken, by its incarnation. */
  const taken = new Map<string, number>()
  const incarnations = new Map<string, number>()
  const lines = new Map<string, Line>()

  for (const { node, steps } of pieces) {
    const line = lines.get(node) ?? new Line()
    lines.set(node, line)
    for (const step of parsed(steps)) line.join({ node, step })
    for (let moved = true; moved; ) {
      moved = false
      for (const waiting of lines.values()) {
        for (let head = waiting.head; head !== null && isCaused(head.step); head = waiting.head) {
          waiting.leave()
          moved = true
          yield given(head)
        }
      }
    }
  }
  for (const line of lines.values()) {
    for (let head = line.head; head !== null; head = line.head) {
      line.leave()
      yield stepOf(head)
    }
  }

  function given(waiting: Waiting): unknown {
    const { node, step } = waiting
    if ('start' in step && typeof step.incarnation === 'number') incarnations.set(node, step.incarnation)
    if (!('disk' in step || 'damage' in step || 'died' in step)) {
      const life = `${node} ${incarnations.get(node) ?? 0}`
      taken.set(life, (taken.get(life) ?? 0) + 1)
    }
    return stepOf(waiting)
  }

  function isCaused({ frame, after }: Fields): boolean {
    if (typeof after !== 'number' || !isList(frame)) return true
    const [peer, incarnation] = frame
    return (taken.get(`${String(peer)} ${String(incarnation)}`) ?? 0) >= after
  }
}

/** First come, first served. */
class Line {
  #waiting: Waiting[] = []
  #served = 0

  get head(): Waiting | null {
    return this.#waiting[this.#served] ?? null
  }

  join(waiting: Waiting): void {
    this.#waiting.push(waiting)
  }

  leave(): void {
    this.#served += 1
    if (this.#served < this.#waiting.length) return
    this.#waiting = []
    this.#served = 0
  }
}

function stepOf({ node, step }: Waiting): unknown {
  const { after: _, ...rest } = step
  return { node, ...rest }
}

function parsed(text: string): readonly Fields[] {
  const steps: unknown = JSON.parse(text)
  return Array.isArray(steps) ? steps.filter(isFields) : []
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}

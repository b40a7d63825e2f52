import type { JsonValue } from '../../aerodb/json.ts'
import { inOrder } from '../in-order.ts'
import { type Point, pointMemory } from './point.ts'

/** LSNs whose points are kept, over all nodes. */
const PREFIXES_KEPT = 65_536

/** What nodes have stated at each LSN. */
export class Prefixes {
  readonly #points = new Map<number, readonly Point[]>()

  at(lsn: number): readonly Point[] {
    return this.#points.get(lsn) ?? []
  }

  add(point: Point): void {
    this.#points.set(point.lsn, [...this.at(point.lsn), point])
    if (this.#points.size <= PREFIXES_KEPT) return
    const oldest = this.#points.keys().next().value
    if (oldest !== undefined) this.#points.delete(oldest)
  }

  fork(): Prefixes {
    const fork = new Prefixes()
    for (const [lsn, points] of this.#points) fork.#points.set(lsn, points)
    return fork
  }

  memory(): JsonValue {
    return inOrder(this.#points).map(([, points]) => inOrder(points.map(pointMemory)))
  }
}

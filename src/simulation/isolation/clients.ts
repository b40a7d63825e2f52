import type { NodeName } from '../../aerodb/ids.ts'
import { N1, N2, type Sets, type Told } from './told.ts'

interface Shown {
  readonly bound: number
  /** 0: no version at all. */
  readonly version: number
  readonly text: string | null
}

/** What clients were told, written down in words. Each is answered before the next asks, but for those that `ask` alone. */
export class Clients {
  readonly told: Told[] = []

  /** Returns the request, which nobody has answered yet. */
  ask(sets: Sets, { basedOn = null, node = N1 }: { readonly basedOn?: number | null; readonly node?: NodeName } = {}): number {
    const request = this.told.length
    this.told.push({ kind: 'asksWrite', request, node, sets, basedOn })
    return request
  }

  acknowledge(request: number, commitId: number): this {
    this.told.push({ kind: 'acknowledged', request, commitId })
    return this
  }

  reject(request: number): this {
    this.told.push({ kind: 'rejected', request })
    return this
  }

  acknowledged(commitId: number, sets: Sets, basedOn: number | null = null): this {
    return this.acknowledge(this.ask(sets, { basedOn }), commitId)
  }

  rejected(sets: Sets): this {
    return this.reject(this.ask(sets))
  }

  unknown(sets: Sets): this {
    return this.unknownBasedOn(null, sets)
  }

  unknownBasedOn(basedOn: number | null, sets: Sets): this {
    const request = this.ask(sets, { basedOn })
    this.told.push({ kind: 'unknown', request })
    return this
  }

  /** Returns the request, which nobody has answered yet. */
  askNewest(id: string, node: NodeName = N1): number {
    const request = this.told.length
    this.told.push({ kind: 'asksRead', request, id, node, isNewest: true })
    return request
  }

  serve(request: number, shown: Shown): this {
    this.told.push({ kind: 'served', request, ...shown })
    return this
  }

  read(id: string, shown: Shown, node: NodeName = N2): this {
    return this.#read(id, shown, { node, isNewest: false })
  }

  readNewest(id: string, shown: Shown, node: NodeName = N1): this {
    return this.#read(id, shown, { node, isNewest: true })
  }

  #read(id: string, shown: Shown, of: { readonly node: NodeName; readonly isNewest: boolean }): this {
    const request = this.told.length
    this.told.push({ kind: 'asksRead', request, id, ...of }, { kind: 'served', request, ...shown })
    return this
  }
}

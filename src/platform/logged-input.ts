import type { Command } from '../aerodb/command.ts'
import type { NodeConfiguration } from '../aerodb/configuration.ts'
import type { Authority, BatchFailure } from '../aerodb/input.ts'
import type { GeneratedWrite } from './generated-write.ts'
import type { Alteration } from './link/alteration.ts'

/**
 * One input of one node, as a trace keeps it: plain JSON. A frame is named by its sender's incarnation and its number, and a write that the
 * host made up by what it was made from; both can be had again from that. Short, since every input is logged.
 */
export type LoggedInput =
  | {
      readonly input: 'start'
      readonly configuration: NodeConfiguration
      readonly authority: Authority
      /** 32 hex digits. */
      readonly entropy: string
      readonly starts: number
      readonly disk: DiskFound
    }
  | { readonly input: 'batchDurable'; readonly id: number }
  | { readonly input: 'batchFailed'; readonly id: number; readonly failure: BatchFailure }
  | { readonly input: 'linkUp'; readonly peer: string; readonly epoch: number }
  | { readonly input: 'linkDown'; readonly peer: string }
  | {
      readonly input: 'frame'
      readonly peer: string
      readonly incarnation: number
      readonly number: number
      readonly alteration?: Alteration
    }
  | { readonly input: 'command'; readonly request: string; readonly command: Command }
  | { readonly input: 'generated'; readonly request: string; readonly write: GeneratedWrite }

/** What the disk really held at a start: recovery is proven against it. LSN and digest are null where the node refused it. */
export interface DiskFound {
  readonly batches: number
  readonly bytes: number
  readonly endLsn: number | null
  readonly chainDigest: string | null
}

/**
 * As JSON, with what JSON can't say marked rather than dropped: a command that the engine refuses for such a value must be refused again.
 * A command must hold no cycle.
 */
export function loggedJson(inputs: readonly LoggedInput[]): string {
  return inputs.some(({ input }) => input === 'command') ? JSON.stringify(inputs, markNotJson) : JSON.stringify(inputs)
}

/** Looks at the value itself, before its own `toJSON` has made it look harmless. */
function markNotJson(this: { readonly [key: string]: unknown }, key: string): unknown {
  const value = this[key]
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? value : { notJson: String(value) }
    case 'string':
    case 'boolean':
      return value
    case 'object':
      return value === null || Array.isArray(value) || isPlain(value) ? value : { notJson: Object.prototype.toString.call(value) }
    case 'bigint':
    case 'function':
    case 'symbol':
    case 'undefined':
      return { notJson: typeof value }
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

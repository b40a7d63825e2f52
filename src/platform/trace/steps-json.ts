import type { Command, WriteOperation } from '../../aerodb/command.ts'
import { isJsonObject, type JsonObject } from '../../aerodb/json.ts'
import type { NodeStep } from './step.ts'

/**
 * The field that marks what JSON can't say. It is no well-formed text, so no document that a node takes has it: nothing that was really said is
 * mistaken for a mark. (DOC-1)
 */
const MARK = '\ud800notJson'

/**
 * Steps as JSON, with what JSON can't say marked rather than dropped: a command that the engine refuses for such a value must be refused again.
 * A command must hold no cycle.
 */
export function stepsJson(steps: readonly NodeStep[]): string {
  return steps.some((step) => 'ask' in step) ? JSON.stringify(steps, markNotJson) : JSON.stringify(steps)
}

/** Looks at the value itself, before its own `toJSON` has made it look harmless. */
function markNotJson(this: { readonly [key: string]: unknown }, key: string): unknown {
  const value = this[key]
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? value : { [MARK]: String(value) }
    case 'string':
    case 'boolean':
      return value
    case 'object':
      return value === null || Array.isArray(value) || isPlain(value) ? value : { [MARK]: Object.prototype.toString.call(value) }
    case 'bigint':
    case 'function':
    case 'symbol':
    case 'undefined':
      return { [MARK]: typeof value }
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** The command as it was asked: in place of each mark, a value that is no JSON for the same reason. */
export function unmarkedCommand(command: Command): Command {
  return command.kind === 'write' ? { ...command, operations: command.operations.map(unmarkedOperation) } : command
}

function unmarkedOperation(operation: WriteOperation): WriteOperation {
  return operation.op === 'put' ? { ...operation, document: unmarkedDocument(operation.document) } : operation
}

/** The engine judges every value of a document for itself, so one that is no JSON may be handed to it as if it were. (DOC-1) */
function unmarkedDocument(marked: JsonObject): JsonObject {
  if (!hasMark(marked)) return marked
  const asked = unmarked(marked)
  return isJsonObject(asked) ? asked : marked
}

function hasMark(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Array.isArray(value) ? value.some(hasMark) : MARK in value || Object.values(value).some(hasMark)
}

function unmarked(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(unmarked)
  if (MARK in value) return standIn(value[MARK])
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, unmarked(inner)]))
}

function standIn(mark: unknown): unknown {
  switch (mark) {
    case 'NaN':
    case 'Infinity':
    case '-Infinity':
      return Number(mark)
    case 'bigint':
      return 0n
    default:
      return undefined
  }
}

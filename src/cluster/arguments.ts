import { CRASH_POINTS, type CrashPoint } from '../platform/crash-point.ts'
import type { AeroFailure } from '../platform/failure.ts'
import type { ClusterConfiguration, DiskDamage, LinkCondition, NodeName } from './contract.ts'
import { LEAST_NODES, MOST_CLIENTS, MOST_COMMITS_PER_SECOND, MOST_NODES } from './limits.ts'
import { COMMAND_GUARDS } from './rules/command-guards.ts'
import { demand, failureOf } from './rules/demand.ts'

/**
 * What callers hand over is checked here before anything is done: a program without types may pass anything. Each throws an AeroFailure that
 * says what was expected. (CLUSTER-2)
 */

const NODE_NAME = /^[A-Za-z0-9_-]{1,32}$/
/** The largest frame is far smaller; a larger number is a slip. */
const MAX_BIT = 2 ** 31 - 1
const MAX_FRAMES = 1_000_000
const MAX_TIMEOUT_MILLIS = 24 * 3_600 * 1_000

export type Fields = Readonly<Record<string, unknown>>

export function malformed(what: string, expected: string, got: unknown): AeroFailure {
  return failureOf(COMMAND_GUARDS.requestWellFormed, what, expected, shownAs(got))
}

function shownAs(value: unknown): string {
  try {
    return shortened(JSON.stringify(value) ?? String(value))
  } catch {
    return Object.prototype.toString.call(value)
  }
}

const shortened = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text)

/** What stands in the object's own fields, each read once. */
export function fieldsOf(what: string, value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(what, 'an object', value)
  try {
    return Object.fromEntries(Object.entries(value))
  } catch (thrown) {
    const cause = thrown instanceof Error ? thrown.message : typeof thrown
    throw malformed(what, `an object whose fields can be read (${cause})`, value)
  }
}

/**
 * Nothing is left out of what was asked: a field that is not known is a slip, and one that the contract keeps for what is not built yet would be of
 * no effect. A field that is undefined is absent.
 */
export function onlyFields(what: string, fields: Fields, known: readonly string[], ofLaterStages: readonly string[] = []): void {
  for (const [field, value] of Object.entries(fields)) {
    if (value === undefined || known.includes(field)) continue
    const expected = ofLaterStages.includes(field)
      ? 'absent, since this version does not support it: it comes with a later stage'
      : `absent (the fields are ${known.join(', ')})`
    throw malformed(`${what}.${shortened(field)}`, expected, value)
  }
}

export function textOf(what: string, value: unknown): string {
  if (typeof value !== 'string') throw malformed(what, 'a string', value)
  return value
}

export function wholeNumberOf(what: string, value: unknown, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > most)
    throw malformed(what, `a whole number from ${least} to ${most}`, value)
  return value
}

function oneOf<T extends string>(what: string, value: unknown, choices: readonly T[]): T {
  const chosen = choices.find((choice) => choice === value)
  if (chosen === undefined) throw malformed(what, `one of ${choices.join(', ')}`, value)
  return chosen
}

/** @throws AeroFailure AERO_CLUSTER_NO_SUCH_NODE where it is well-formed and none of the members (CLUSTER-1) */
export function memberOf(value: unknown, members: readonly NodeName[]): NodeName {
  const node = textOf('node', value)
  demand(COMMAND_GUARDS.memberNamed, shortened(node), members)
  return node
}

/** Two different members. (CLUSTER-1) */
export function pairOf(a: unknown, b: unknown, members: readonly NodeName[]): readonly [NodeName, NodeName] {
  const pair = [memberOf(a, members), memberOf(b, members)] as const
  if (pair[0] === pair[1]) throw malformed('a link', 'between two different nodes', pair)
  return pair
}

function nodeNamesOf(what: string, value: unknown, least: number): readonly NodeName[] {
  const expected = `${least} to ${MOST_NODES} different names of 1 to 32 letters, digits, - or _`
  if (!Array.isArray(value) || value.length < least || value.length > MOST_NODES) throw malformed(what, expected, value)
  const names = value.flatMap((name: unknown) => (typeof name === 'string' && NODE_NAME.test(name) ? [name] : []))
  if (names.length !== value.length || new Set(names).size !== names.length) throw malformed(what, expected, value)
  return names
}

function primaryOf(value: unknown): NodeName | readonly NodeName[] {
  if (Array.isArray(value)) return nodeNamesOf('primary', value, 0)
  if (typeof value === 'string' && NODE_NAME.test(value)) return value
  throw malformed('primary', 'the name of a node, or a list of them', value)
}

const CONFIGURATION_FIELDS = ['nodes', 'primary', 'sync']
const CONFIGURATION_FIELDS_LATER = ['schemas']

const syncOf = (value: unknown) => oneOf('sync', value, ['each', 'group'])

/** The cluster to create. The Primary, or each of them, must be a node of it; whether there is exactly one is for the nodes to judge. (MODEL-1) */
export function clusterConfigurationOf(value: unknown): ClusterConfiguration {
  const fields = fieldsOf('configuration', value)
  onlyFields('configuration', fields, CONFIGURATION_FIELDS, CONFIGURATION_FIELDS_LATER)
  const nodes = nodeNamesOf('nodes', fields.nodes, LEAST_NODES)
  const primary = primaryOf(fields.primary)
  const strangers = [primary].flat().filter((name) => !nodes.includes(name))
  if (strangers.length > 0) throw malformed('primary', `among ${nodes.join(', ')}`, primary)
  return { nodes, primary, ...(fields.sync === undefined ? {} : { sync: syncOf(fields.sync) }) }
}

/** What one node is to be configured with: it may be wrong, since a node must find that out. */
export function configurationChangeOf(value: unknown): Partial<ClusterConfiguration> {
  const fields = fieldsOf('configuration', value)
  onlyFields('configuration', fields, CONFIGURATION_FIELDS, CONFIGURATION_FIELDS_LATER)
  if (CONFIGURATION_FIELDS.every((field) => fields[field] === undefined))
    throw malformed('configuration', `a change: at least one of ${CONFIGURATION_FIELDS.join(', ')}`, value)
  return {
    ...(fields.nodes === undefined ? {} : { nodes: nodeNamesOf('nodes', fields.nodes, LEAST_NODES) }),
    ...(fields.primary === undefined ? {} : { primary: primaryOf(fields.primary) }),
    ...(fields.sync === undefined ? {} : { sync: syncOf(fields.sync) }),
  }
}

export function linkConditionOf(value: unknown): LinkCondition {
  const fields = fieldsOf('condition', value)
  const kind = oneOf('condition.kind', fields.kind, [
    'pass',
    'hold',
    'cut',
    'drop',
    'duplicate',
    'reorder',
    'truncate',
    'flipBit',
  ])
  if (kind === 'pass' || kind === 'hold' || kind === 'cut') {
    onlyFields(`condition ${kind}`, fields, ['kind'])
    return { kind }
  }
  onlyFields(`condition ${kind}`, fields, ['kind', 'count', 'frames', 'bit'])
  return {
    kind,
    ...(fields.count === undefined ? {} : { count: wholeNumberOf('condition.count', fields.count, 1, MAX_FRAMES) }),
    ...(fields.frames === undefined ? {} : { frames: oneOf('condition.frames', fields.frames, ['wal', 'all']) }),
    ...(fields.bit === undefined ? {} : { bit: wholeNumberOf('condition.bit', fields.bit, 0, MAX_BIT) }),
  }
}

export function frameCountOf(value: unknown): number | null {
  return value === undefined ? null : wholeNumberOf('count', value, 1, MAX_FRAMES)
}

export function diskDamageOf(value: unknown): DiskDamage {
  const fields = fieldsOf('damage', value)
  const kind = oneOf('damage.kind', fields.kind, ['flipBit', 'loseTail', 'wipe'])
  switch (kind) {
    case 'flipBit':
      onlyFields('damage flipBit', fields, ['kind', 'lsn'])
      return { kind, lsn: lsnOf('damage.lsn', fields.lsn) }
    case 'loseTail':
      onlyFields('damage loseTail', fields, ['kind', 'fromLsn'])
      return { kind, fromLsn: lsnOf('damage.fromLsn', fields.fromLsn) }
    case 'wipe':
      onlyFields('damage wipe', fields, ['kind'])
      return { kind }
  }
}

export const lsnOf = (what: string, value: unknown): number => wholeNumberOf(what, value, 1, Number.MAX_SAFE_INTEGER)

export const commitIdOf = (what: string, value: unknown): number => wholeNumberOf(what, value, 0, Number.MAX_SAFE_INTEGER)

export const crashPointOf = (value: unknown): CrashPoint => oneOf('crash point', value, CRASH_POINTS)

export function workloadOf(value: unknown): { readonly commitsPerSecond: number; readonly clients: number } | null {
  if (value === null) return null
  const fields = fieldsOf('workload', value)
  onlyFields('workload', fields, ['commitsPerSecond', 'clients'])
  const { commitsPerSecond } = fields
  if (typeof commitsPerSecond !== 'number' || !(commitsPerSecond > 0 && commitsPerSecond <= MOST_COMMITS_PER_SECOND))
    throw malformed('workload.commitsPerSecond', `a number above 0 and up to ${MOST_COMMITS_PER_SECOND}`, commitsPerSecond)
  const clients = fields.clients === undefined ? 1 : wholeNumberOf('workload.clients', fields.clients, 1, MOST_CLIENTS)
  return { commitsPerSecond, clients }
}

export const timeoutOf = (value: unknown): number => wholeNumberOf('timeoutMillis', value, 1, MAX_TIMEOUT_MILLIS)

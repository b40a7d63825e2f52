import { nodeName } from '../../aerodb/ids.ts'
import type { Choice } from '../choice.ts'
import { parseCommand } from './parse-command.ts'

type Words = readonly string[]

/** What happens to one node. */
const TO_A_NODE: { readonly [verb: string]: (name: string, rest: Words) => Choice } = {
  start: (name) => ({ kind: 'start', node: nodeName(name) }),
  staleStart: (name, [batches]) => ({ kind: 'staleStart', node: nodeName(name), batches: Number(batches) }),
  failStart: (name, [how]) => ({ kind: 'failStart', node: nodeName(name), how: how === 'killed' ? 'killed' : 'unreadable' }),
  kill: (name, [batch]) => ({ kind: 'kill', node: nodeName(name), batch: landing(batch) }),
  crashAfter: (name, [effects, batch]) => ({
    kind: 'crashAfter',
    node: nodeName(name),
    effects: Number(effects),
    batch: landing(batch),
  }),
  land: (name) => ({ kind: 'land', node: nodeName(name) }),
  loseBatch: (name) => ({ kind: 'loseBatch', node: nodeName(name) }),
  abort: (name, [cause = '']) => ({ kind: 'abort', node: nodeName(name), cause }),
  fail: (name, [batch]) => ({ kind: 'failUnknown', node: nodeName(name), batch: landing(batch) }),
  fillDisk: (name) => ({ kind: 'fillDisk', node: nodeName(name) }),
  freeDisk: (name) => ({ kind: 'freeDisk', node: nodeName(name) }),
  damageManifest: (name, [bit]) => ({
    kind: 'damage',
    node: nodeName(name),
    fault: { kind: 'flipManifestBit', bit: Number(bit) },
  }),
  otherFormat: (name) => ({ kind: 'damage', node: nodeName(name), fault: { kind: 'otherFormat' } }),
  wipe: (name) => ({ kind: 'damage', node: nodeName(name), fault: { kind: 'wipe' } }),
  configure: (name, settings) => ({ kind: 'configure', node: nodeName(name), configuration: parseSettings(settings) }),
  authority: (name, [authority]) => ({
    kind: 'authority',
    node: nodeName(name),
    authority: authority === 'granted' || authority === 'denied' ? authority : 'byLock',
  }),
}

/** What happens in one direction of a link, or to both ends. */
const TO_A_LINK: { readonly [verb: string]: (from: string, to: string, value: number) => Choice } = {
  deliver: (from, to, index) => ({ kind: 'deliver', ...direction(from, to), index }),
  drop: (from, to, index) => ({ kind: 'drop', ...direction(from, to), index }),
  duplicate: (from, to, index) => ({ kind: 'duplicate', ...direction(from, to), index }),
  flip: (from, to, position) => ({ kind: 'deliverChanged', change: 'flipBit', ...direction(from, to), index: 0, position }),
  truncate: (from, to, position) => ({ kind: 'deliverChanged', change: 'truncate', ...direction(from, to), index: 0, position }),
  spoil: (from, to, position) => ({ kind: 'deliverChanged', change: 'spoilRecords', ...direction(from, to), index: 0, position }),
  otherProtocol: (from, to) => ({
    kind: 'deliverChanged',
    change: 'otherProtocol',
    ...direction(from, to),
    index: 0,
    position: 0,
  }),
  cut: (from, to) => ({ kind: 'condition', ...direction(from, to), condition: 'cut' }),
  hold: (from, to) => ({ kind: 'condition', ...direction(from, to), condition: 'hold' }),
  pass: (from, to) => ({ kind: 'condition', ...direction(from, to), condition: 'pass' }),
  linkUp: (a, b) => ({ kind: 'linkUp', a: nodeName(a), b: nodeName(b) }),
  linkDown: (a, b) => ({ kind: 'linkDown', a: nodeName(a), b: nodeName(b) }),
}

/** One line as a choice that a cluster can take; null where its verb is no such thing. */
export function parseChoice(verb: string, words: Words): Choice | null {
  const [first = '', second = '', third = '0'] = words
  const toNode = TO_A_NODE[verb]
  if (toNode !== undefined) return toNode(first, words.slice(1))
  const toLink = TO_A_LINK[verb]
  if (toLink !== undefined) return toLink(first, second, Number(third))
  const command = parseCommand(verb, words.slice(1))
  return command === null ? null : { kind: 'command', node: nodeName(first), command }
}

function direction(
  from: string,
  to: string,
): { readonly from: ReturnType<typeof nodeName>; readonly to: ReturnType<typeof nodeName> } {
  return { from: nodeName(from), to: nodeName(to) }
}

function landing(word: string | undefined): 'lands' | 'lost' {
  return word === 'lands' ? 'lands' : 'lost'
}

/** `primary=n1`, `primary=n1,n2`, `primary=` for none, `members=n1,n2`, `cluster=another`; none: configured anew with the same. */
function parseSettings(settings: Words): Extract<Choice, { readonly kind: 'configure' }>['configuration'] {
  const setting = (name: string): string | undefined =>
    settings.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1)
  const names = (list: string): readonly ReturnType<typeof nodeName>[] =>
    list === '' ? [] : list.split(',').map((name) => nodeName(name))
  const [primary, members, clusterId] = [setting('primary'), setting('members'), setting('cluster')]
  return {
    ...(primary === undefined ? {} : { primaries: names(primary) }),
    ...(members === undefined ? {} : { nodes: names(members) }),
    ...(clusterId === undefined ? {} : { clusterId }),
  }
}

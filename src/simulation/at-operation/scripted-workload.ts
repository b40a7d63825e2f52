import type { Command, WriteOperation } from '../../aerodb/command.ts'
import type { SyncPolicy } from '../../aerodb/configuration.ts'
import { nodeName } from '../../aerodb/ids.ts'
import type { Choice } from '../choice.ts'

/** What clients, operators and links do, written out. The cluster comes to rest after each act. What is not possible in its turn is passed over. */
export interface ScriptedWorkload {
  readonly name: string
  readonly nodes: number
  readonly sync: SyncPolicy
  readonly acts: readonly (readonly Choice[])[]
}

export const [n1, n2, n3] = [nodeName('n1'), nodeName('n2'), nodeName('n3')]

const on = (node: typeof n1, command: Command): Choice => ({ kind: 'command', node, command })

export function put(...documents: readonly (readonly [id: string, text: string])[]): Choice {
  const operations = documents.map(([id, by]): WriteOperation => ({ op: 'put', collection: 'notes', document: { _id: id, by } }))
  return on(n1, { kind: 'write', operations, basedOn: null })
}

const remove = (id: string): Choice =>
  on(n1, { kind: 'write', operations: [{ op: 'delete', collection: 'notes', id }], basedOn: null })
const read = (node: typeof n1, id: string): Choice => on(node, { kind: 'read', collection: 'notes', id, at: { kind: 'newest' } })
export const startAll: readonly Choice[] = [n1, n2, n3].map((node) => ({ kind: 'start', node }))

const ordinary: ScriptedWorkload['acts'] = [
  startAll,
  [put(['a', 'w1'])],
  [put(['a', 'w2'], ['b', 'w2']), put(['c', 'w3'])],
  [remove('a'), read(n2, 'b'), put(['b', 'w4'])],
  [read(n1, 'b'), read(n3, 'a')],
]

/** n3 misses a commit, halts at the next and is resumed. */
const gap: ScriptedWorkload['acts'] = [
  startAll,
  [put(['a', 'w1'])],
  [{ kind: 'condition', condition: 'cut', from: n1, to: n3 }, put(['a', 'w2'])],
  [{ kind: 'condition', condition: 'pass', from: n1, to: n3 }, put(['b', 'w3'])],
  [{ kind: 'kill', node: n3, batch: 'lost' }],
  [{ kind: 'start', node: n3 }],
  [on(n3, { kind: 'resume' })],
  [put(['c', 'w4']), read(n3, 'b')],
]

/** n2 loses its disk and is bootstrapped; n3 is, for no reason at all. */
const bootstraps: ScriptedWorkload['acts'] = [
  startAll,
  [put(['a', 'w1']), put(['b', 'w2'])],
  [{ kind: 'kill', node: n2, batch: 'lost' }],
  [{ kind: 'damage', node: n2, fault: { kind: 'wipe' } }],
  [{ kind: 'start', node: n2 }],
  [on(n2, { kind: 'bootstrap', unproven: 'refuse' })],
  [put(['a', 'w3'])],
  [on(n3, { kind: 'bootstrap', unproven: 'refuse' })],
  [put(['b', 'w4']), read(n2, 'a')],
]

/** The Primary loses the end of its log, so that it and whoever has more halt. */
const divergence: ScriptedWorkload['acts'] = [
  startAll,
  [put(['a', 'w1']), put(['b', 'w2'])],
  [{ kind: 'kill', node: n1, batch: 'lost' }],
  [{ kind: 'damage', node: n1, fault: { kind: 'loseTail', batches: 1 } }],
  [{ kind: 'start', node: n1 }],
  [{ kind: 'kill', node: n2, batch: 'lost' }],
  [{ kind: 'start', node: n2 }],
]

/** n1 and n2 are in turn taken for a second Primary, and configured right again. */
const authority: ScriptedWorkload['acts'] = [
  startAll,
  [put(['a', 'w1'])],
  [{ kind: 'kill', node: n2, batch: 'lost' }],
  [{ kind: 'configure', node: n2, configuration: { primaries: [n1, n2] } }],
  [{ kind: 'start', node: n2 }],
  [put(['a', 'w2'])],
  [{ kind: 'kill', node: n2, batch: 'lost' }],
  [{ kind: 'configure', node: n2, configuration: { primaries: [n1] } }],
  [{ kind: 'start', node: n2 }],
  [{ kind: 'kill', node: n1, batch: 'lost' }],
  [{ kind: 'authority', node: n1, authority: 'denied' }],
  [{ kind: 'start', node: n1 }],
  [{ kind: 'kill', node: n1, batch: 'lost' }],
  [
    { kind: 'authority', node: n1, authority: 'byLock' },
    { kind: 'configure', node: n1, configuration: {} },
  ],
  [{ kind: 'start', node: n1 }],
  [put(['a', 'w3'])],
]

const SCRIPTS = { ordinary, gap, bootstraps, divergence, authority }

/** Small enough to be struck at every operation in every run of the tests. */
export const SMALL_WORKLOADS: readonly ScriptedWorkload[] = Object.entries(SCRIPTS).flatMap(([name, acts]) => [
  { name: `${name}-each`, nodes: 3, sync: 'each', acts } as const,
  { name: `${name}-group`, nodes: 3, sync: 'group', acts } as const,
])

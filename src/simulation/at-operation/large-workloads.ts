import type { SyncPolicy } from '../../aerodb/configuration.ts'
import { nodeName } from '../../aerodb/ids.ts'
import type { Choice } from '../choice.ts'
import { n1, n2, n3, put, type ScriptedWorkload, startAll } from './scripted-workload.ts'

const BULK_DOCUMENTS = 300
const ROUNDS = 8
const LIVES = 3

/** Write sets of hundreds of documents, which fill the window, while Replicas come and go. */
function bulk(): ScriptedWorkload['acts'] {
  const documents = (round: number) =>
    Array.from({ length: BULK_DOCUMENTS }, (_, index) => [`bulk${index}`, `w${round}`] as const)
  return [
    startAll,
    ...Array.from({ length: ROUNDS }, (_, round) => [...comings(round), put(...documents(round)), put(['a', `w${round}`])]),
  ]
}

/** Every node in turn dies and is started again, with writes waiting. */
function lives(): ScriptedWorkload['acts'] {
  const names = ['n1', 'n2', 'n3', 'n4', 'n5'].map(nodeName)
  return [
    names.map((node) => ({ kind: 'start', node }) as const),
    ...Array.from({ length: LIVES }, (_, life) =>
      names.flatMap((node): readonly (readonly Choice[])[] => [
        [
          put(['a', `w${life} ${node}`]),
          put(['b', `w${life} ${node}`], ['c', `w${life} ${node}`]),
          { kind: 'kill', node, batch: 'lost' },
        ],
        [{ kind: 'start', node }],
      ]),
    ).flat(),
  ]
}

function comings(round: number): readonly Choice[] {
  const node = round % 2 === 0 ? n2 : n3
  const other = node === n2 ? n3 : n2
  return [
    { kind: 'linkDown', a: n1, b: node },
    { kind: 'linkUp', a: n1, b: other },
  ]
}

const POLICIES: readonly SyncPolicy[] = ['each', 'group']

/** For `npm run swarm -- --operations`. */
export const LARGE_WORKLOADS: readonly ScriptedWorkload[] = POLICIES.flatMap((sync) => [
  { name: `bulk-${sync}`, nodes: 3, sync, acts: bulk() },
  { name: `lives-${sync}`, nodes: 5, sync, acts: lives() },
])

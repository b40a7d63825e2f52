import { type NodeName, nodeName } from '../../aerodb/ids.ts'
import type { Core } from '../../aerodb/node/core.ts'
import type { InFlight } from '../../aerodb/node/in-flight.ts'
import type { Operation } from '../../aerodb/node/operation.ts'
import { MOMENTS, type Moment } from './core-moments.ts'
import { there, variants } from './difference.ts'
import {
  APPENDING,
  BATCHED_COMMIT,
  IN_FLIGHT,
  type InFlightOf,
  LINK_END,
  MANIFEST,
  OPERATION,
  type OperationOf,
  PRIMARY_SESSION,
  REFUSED_DISK,
  REPLICA_LINK,
  ROLE_STATE,
  SEGMENT,
  WAITING_WRITE,
} from './of-core-parts.ts'
import { withField } from './open-cores.ts'

/** Copies of a node, each with one field of one of its parts changed. */
interface PartChanges {
  readonly part: string
  readonly moment: Moment
  readonly changed: (core: Core) => readonly (readonly [field: string, Core])[]
}

type Changed<Whole> = readonly (readonly [field: string, Whole])[]

function inFlightOf<Purpose extends InFlight['purpose']>(core: Core, purpose: Purpose): InFlightOf<Purpose> {
  const isOf = (batch: InFlight | null): batch is InFlightOf<Purpose> => batch?.purpose === purpose
  if (!isOf(core.inFlight)) throw new Error(`${core.inFlight?.purpose ?? 'nothing'} is in flight`)
  return core.inFlight
}

function operationOf<Kind extends Operation['kind']>(core: Core, kind: Kind): OperationOf<Kind> {
  const isOf = (operation: Operation | null): operation is OperationOf<Kind> => operation?.kind === kind
  if (!isOf(core.operation)) throw new Error(`${core.operation?.kind ?? 'nothing'} is under way`)
  return core.operation
}

const inField =
  <Field extends 'roleState' | 'manifest' | 'refusedDisk' | 'inFlight' | 'waiting' | 'replica' | 'operation'>(
    field: Field,
    values: (core: Core) => Changed<Core[Field]>,
  ) =>
  (core: Core) =>
    values(core).map(([name, value]) => [name, withField(core, field, value)] as const)

/** With another value for one peer. */
const ofPeer =
  <Field extends 'links' | 'sessions'>(field: Field, values: (core: Core) => readonly (readonly [string, Core[Field]])[]) =>
  (core: Core) =>
    values(core).map(([name, value]) => [name, withField(core, field, value)] as const)

function withEntry<Key, Value extends object>(
  map: ReadonlyMap<Key, Value>,
  change: (value: Value) => Changed<Value>,
): readonly (readonly [string, Map<Key, Value>])[] {
  const [key, value] = there([...map][0])
  return change(value).map(([name, other]) => [name, new Map(map).set(key, other)] as const)
}

/** With what is known of the first peer under another name. */
function ofAnother<Value>(map: ReadonlyMap<NodeName, Value>): Map<NodeName, Value> {
  const [first, ...others] = [...map]
  const [name, value] = there(first)
  return new Map([[nodeName(`${name}'`), value], ...others])
}

const appending = (core: Core): InFlightOf<'replicaAppend'> => inFlightOf(core, 'replicaAppend')

/** Every part of a node that its digest takes in field by field. */
export const PART_CHANGES: readonly PartChanges[] = [
  { part: 'role', moment: MOMENTS.primary, changed: inField('roleState', ({ roleState }) => variants(roleState, ROLE_STATE)) },
  {
    part: 'manifest',
    moment: MOMENTS.primary,
    changed: inField('manifest', ({ manifest }) => variants(there(manifest), MANIFEST)),
  },
  {
    part: 'refused disk',
    moment: MOMENTS.replicaRefused,
    changed: inField('refusedDisk', ({ refusedDisk }) => variants(there(refusedDisk), REFUSED_DISK)),
  },
  {
    part: 'link',
    moment: MOMENTS.primary,
    changed: ofPeer('links', ({ links }) => withEntry(links, (end) => variants(end, LINK_END))),
  },
  {
    part: 'session',
    moment: MOMENTS.primary,
    changed: ofPeer('sessions', ({ sessions }) => withEntry(sessions, (session) => variants(session, PRIMARY_SESSION))),
  },
  {
    part: 'name of a peer',
    moment: MOMENTS.primary,
    changed: (core) => [
      ['links', withField(core, 'links', ofAnother(core.links))],
      ['framesSent', withField(core, 'framesSent', ofAnother(core.framesSent))],
      ['sessions', withField(core, 'sessions', ofAnother(core.sessions))],
      ['presented', withField(core, 'presented', ofAnother(core.presented))],
    ],
  },
  {
    part: 'side of the session',
    moment: MOMENTS.replicaReceiving,
    changed: inField('replica', ({ replica }) => variants(replica, REPLICA_LINK)),
  },
  {
    part: 'write that waits',
    moment: MOMENTS.primaryAppending,
    changed: inField('waiting', ({ waiting }) =>
      variants(there(waiting[0]), WAITING_WRITE).map(([name, first]) => [name, waiting.with(0, first)] as const),
    ),
  },
  {
    part: 'start in flight',
    moment: MOMENTS.primaryStarting,
    changed: inField('inFlight', (core) => variants(inFlightOf(core, 'start'), IN_FLIGHT.start)),
  },
  {
    part: 'commits in flight',
    moment: MOMENTS.primaryAppending,
    changed: inField('inFlight', (core) => variants(inFlightOf(core, 'primaryAppend'), IN_FLIGHT.primaryAppend)),
  },
  {
    part: 'commit in flight',
    moment: MOMENTS.primaryAppending,
    changed: inField('inFlight', (core) => {
      const batch = inFlightOf(core, 'primaryAppend')
      return variants(there(batch.commits[0]), BATCHED_COMMIT).map(
        ([name, commit]) => [name, { ...batch, commits: [commit] }] as const,
      )
    }),
  },
  {
    part: 'records in flight',
    moment: MOMENTS.replicaReceiving,
    changed: inField('inFlight', (core) => variants(appending(core), IN_FLIGHT.replicaAppend)),
  },
  {
    part: 'run of records',
    moment: MOMENTS.replicaReceiving,
    changed: inField('inFlight', (core) =>
      variants(appending(core).append, APPENDING).map(([name, append]) => [name, { ...appending(core), append }] as const),
    ),
  },
  {
    part: 'segment in flight',
    moment: MOMENTS.replicaReceiving,
    changed: inField('inFlight', (core) => {
      const { append, ...batch } = appending(core)
      return variants(append.segment, SEGMENT).map(
        ([name, segment]) => [name, { ...batch, append: { ...append, segment } }] as const,
      )
    }),
  },
  {
    part: 'segment received',
    moment: MOMENTS.replicaReceiving,
    changed: inField('replica', ({ replica }) => {
      const first = there(replica.received[0])
      return variants(first.segment, SEGMENT).map(
        ([name, segment]) => [name, { ...replica, received: [{ ...first, segment }] }] as const,
      )
    }),
  },
  {
    part: 'halt in flight',
    moment: MOMENTS.replicaHalting,
    changed: inField('inFlight', (core) => variants(inFlightOf(core, 'halt'), IN_FLIGHT.halt)),
  },
  {
    part: 'purpose of a batch',
    moment: MOMENTS.replicaHalting,
    changed: inField('inFlight', (core) => {
      const { purpose, ...batch } = inFlightOf(core, 'halt')
      return [
        [`resume, not ${purpose}`, { ...batch, purpose: 'resume' }],
        [`discard, not ${purpose}`, { ...batch, purpose: 'discard' }],
      ]
    }),
  },
  {
    part: 'resume in flight',
    moment: MOMENTS.replicaResuming,
    changed: inField('inFlight', (core) => variants(inFlightOf(core, 'resume'), IN_FLIGHT.resume)),
  },
  {
    part: 'discard in flight',
    moment: MOMENTS.replicaDiscarding,
    changed: inField('inFlight', (core) => variants(inFlightOf(core, 'discard'), IN_FLIGHT.discard)),
  },
  {
    part: 'resume under way',
    moment: MOMENTS.replicaAskingToResume,
    changed: inField('operation', (core) => variants(operationOf(core, 'resume'), OPERATION.resume)),
  },
  {
    part: 'bootstrap under way',
    moment: MOMENTS.replicaAskingToBootstrap,
    changed: inField('operation', (core) => variants(operationOf(core, 'bootstrap'), OPERATION.bootstrap)),
  },
]

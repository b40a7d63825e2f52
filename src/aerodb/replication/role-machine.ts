import { createMachine, initialTransition, transition } from 'xstate'
import type { ReplicaSession, Role } from '../observation.ts'

/** What moves a node from role to role. Each is named by what has become true (and, where it matters, durable) before it is sent. */
export type RoleEvent =
  | 'STARTED'
  | 'START_REFUSED'
  | 'RECOVERED_AS_PRIMARY'
  | 'RECOVERED_AS_REPLICA'
  | 'RECOVERED_HALTED'
  | 'HALT_DURABLE'
  | 'RESUMED'
  | 'BOOTSTRAPPED'
  | 'PRESENTED'
  | 'SESSION_OPENED'
  | 'SESSION_ENDED'

/**
 * The roles of a node, and what a Replica does about its Primary. The page draws this very definition. No delays, no actions, no context: what
 * is done is the node's business, and records never come through here. (MODEL-8)
 */
export const ROLE_MACHINE = createMachine({
  id: 'role',
  initial: 'Uninitialized',
  states: {
    Uninitialized: { on: { STARTED: 'Recovering' } },
    Recovering: {
      on: {
        START_REFUSED: 'StartRefused',
        RECOVERED_AS_PRIMARY: 'PrimaryActive',
        RECOVERED_AS_REPLICA: 'ReplicaActive',
        RECOVERED_HALTED: 'ReplicationHalted',
      },
    },
    PrimaryActive: { on: { HALT_DURABLE: 'ReplicationHalted' } },
    ReplicaActive: {
      initial: 'disconnected',
      on: { HALT_DURABLE: 'ReplicationHalted', BOOTSTRAPPED: '.disconnected' },
      states: {
        disconnected: { on: { PRESENTED: 'handshaking' } },
        handshaking: { on: { SESSION_OPENED: 'streaming', SESSION_ENDED: 'disconnected', PRESENTED: 'handshaking' } },
        streaming: { on: { SESSION_ENDED: 'disconnected', PRESENTED: 'handshaking' } },
      },
    },
    ReplicationHalted: { on: { RESUMED: 'ReplicaActive.streaming', BOOTSTRAPPED: 'ReplicaActive' } },
    StartRefused: { on: { BOOTSTRAPPED: 'ReplicaActive' } },
  },
})

export interface RoleState {
  readonly role: Role
  /** Only of a ReplicaActive node. */
  readonly session: ReplicaSession | null
}

const ROLES = [
  'Uninitialized',
  'Recovering',
  'PrimaryActive',
  'ReplicaActive',
  'ReplicationHalted',
  'StartRefused',
] as const satisfies readonly Role[]
const SESSIONS = ['disconnected', 'handshaking', 'streaming'] as const satisfies readonly ReplicaSession[]

type MachineSnapshot = ReturnType<typeof initialTransition<typeof ROLE_MACHINE>>[0]

interface Known extends RoleState {
  readonly snapshot: MachineSnapshot
  readonly next: Map<RoleEvent, Known>
}

const START = known(initialTransition(ROLE_MACHINE)[0])
/** The machine has no context, so a role state is all there is to a snapshot, and each step is computed once. */
const STATES = new Map<RoleState, Known>([[START, START]])

export const INITIAL_ROLE: RoleState = START

/** The role after an event, by XState's own pure transition. Throws where the machine has no such step: a bug of the node. */
export function nextRole(current: RoleState, event: RoleEvent): RoleState {
  const from = STATES.get(current)
  if (from === undefined) throw new Error('a role state that the machine did not give')
  const found = from.next.get(event)
  if (found !== undefined) return found
  if (!from.snapshot.can({ type: event })) throw new Error(`no ${event} in ${current.role}`)
  const reached = known(transition(ROLE_MACHINE, from.snapshot, { type: event })[0])
  const same = [...STATES.values()].find((state) => state.role === reached.role && state.session === reached.session) ?? reached
  STATES.set(same, same)
  from.next.set(event, same)
  return same
}

function known(snapshot: MachineSnapshot): Known {
  const role = ROLES.find((candidate) => snapshot.matches(candidate))
  if (role === undefined) throw new Error('the machine is in no role')
  const session = SESSIONS.find((candidate) => snapshot.matches({ ReplicaActive: candidate })) ?? null
  return { role, session, snapshot, next: new Map() }
}

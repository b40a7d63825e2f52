import type { NodeConfiguration } from '../aerodb/configuration.ts'
import type { Digest } from '../aerodb/digest.ts'
import type { Effect } from '../aerodb/effect.ts'
import type { NodeName } from '../aerodb/ids.ts'
import type { DatabaseNode } from '../aerodb/node.ts'
import type { Role } from '../aerodb/observation.ts'
import type { AuthorityPolicy, Landing } from './choice.ts'
import { ImpossibleChoice } from './impossible-choice.ts'
import { SimulatedDisk } from './simulated-disk.ts'

export type Persist = Extract<Effect, { readonly kind: 'persist' }>

/** A crash that waits for its moment among a node's effects. */
export interface ArmedCrash {
  readonly effects: number
  readonly batch: Landing
}

/** What a host holds of one node: alive or dead, its disk stays. */
export interface SimulatedNode {
  readonly name: NodeName
  /** Of the one cluster that may change it; every other that has it must copy it first. */
  readonly seat: object
  /** Kept by whoever digests clusters; null since it may have changed. */
  digest: Digest | null
  readonly disk: SimulatedDisk
  configuration: NodeConfiguration
  authorityPolicy: AuthorityPolicy
  /** Whether it was granted the authority when it started. */
  holdsAuthority: boolean
  starts: number
  /** Null while dead. */
  node: DatabaseNode | null
  /** The batch that is on its way to disk. */
  writing: Persist | null
  diskIsFull: boolean
  crash: ArmedCrash | null
}

const encoder = new TextEncoder()

/** Dead, on an empty disk. */
export function newSimulatedNode(configuration: NodeConfiguration, seat: object): SimulatedNode {
  return {
    name: configuration.node,
    seat,
    digest: null,
    disk: new SimulatedDisk(),
    configuration,
    authorityPolicy: 'byLock',
    holdsAuthority: false,
    starts: 0,
    node: null,
    writing: null,
    diskIsFull: false,
    crash: null,
  }
}

/** An independent copy: the node forks itself, and what is on its disk is shared. */
export function forkSimulatedNode(from: SimulatedNode, seat: object): SimulatedNode {
  return {
    name: from.name,
    seat,
    digest: null,
    disk: from.disk.fork(),
    configuration: from.configuration,
    authorityPolicy: from.authorityPolicy,
    holdsAuthority: from.holdsAuthority,
    starts: from.starts,
    node: from.node === null ? null : from.node.fork(),
    writing: from.writing,
    diskIsFull: from.diskIsFull,
    crash: from.crash,
  }
}

/** What is on its way to its disk. Throws ImpossibleChoice where nothing is. */
export function writingOf({ name, writing }: SimulatedNode): Persist {
  if (writing === null) throw new ImpossibleChoice(`${name} writes nothing`)
  return writing
}

/** A history id for each simulated start, without chance. */
export function entropyOf({ name, starts }: SimulatedNode): Uint8Array {
  const bytes = new Uint8Array(16)
  bytes.set(encoder.encode(`${name}/${starts}`).subarray(0, bytes.length))
  return bytes
}

/** A host gives the authority back when its node is in no state to use it. */
export function isOut(role: Role): boolean {
  return role === 'ReplicationHalted' || role === 'StartRefused'
}

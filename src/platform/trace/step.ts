import type { Command } from '../../aerodb/command.ts'
import type { NodeConfiguration } from '../../aerodb/configuration.ts'
import type { Authority, BatchFailure } from '../../aerodb/input.ts'
import type { DiskDamage } from '../disk-damage.ts'
import type { GeneratedWrite } from '../generated-write.ts'
import type { Alteration } from '../link/alteration.ts'
import type { DiskImage, DiskOutline } from './disk-image.ts'
import type { Given } from './given.ts'

/**
 * One thing that happened to one node, as a trace keeps it: plain JSON, and short, since every input of every node is one. A frame is named by its
 * sender's incarnation and its number, and a write that a host made up by what it was made from: both can be had again from that.
 *
 * The field that it is named by says what happened; next to it may stand what the node gave for it.
 */
export type NodeStep = Happening & Given

export type Happening = HostStep | InputStep

/** What happened to a node from outside, while it did not run: no input of its. */
export type HostStep =
  /** From here on the disk holds this, whatever it held before: initialized by an operator for a cluster, or an image. */
  | { readonly disk: { readonly created: string } | DiskImage }
  /** What was done to the disk beyond its contract; `outline`: what it held just before. */
  | { readonly damage: DiskDamage; readonly outline: DiskOutline }
  /** The node performs nothing more. A batch that was in flight has landed or not: the disk says so when it is looked at next. */
  | { readonly died: Death }

export type Death = 'killed' | 'crashPoint' | 'stopped'

/** The node's inputs. */
export type InputStep =
  | { readonly start: StartStep }
  | { readonly durable: number }
  | { readonly failed: readonly [batch: number, outcome: BatchFailure['outcome'], cause: string] }
  | { readonly up: readonly [peer: string, epoch: number] }
  | { readonly down: string }
  | FrameStep
  | { readonly ask: readonly [request: string, command: Command] }
  /** A write that a host made up for its own clients. */
  | { readonly write: readonly [request: string, write: GeneratedWrite] }

export interface StartStep {
  readonly configuration: NodeConfiguration
  readonly authority: Authority
  /** 32 hex digits. */
  readonly entropy: string
  readonly starts: number
  /** What the disk really held: it says whether the batch in flight at the death before has landed. */
  readonly outline: DiskOutline
}

export interface FrameStep {
  readonly frame: readonly [peer: string, incarnation: number, number: number]
  /** How it was changed on its way. */
  readonly altered?: Alteration | Replacement
  /** A copy stays on the link, and may be delivered later. */
  readonly copy?: 'stays'
}

/** A change that can't be named: the bytes that arrived in its place, in base64. */
export interface Replacement {
  readonly kind: 'replace'
  readonly bytes: string
}

/** A step of a trace: whose it is, and what happened. */
export type TraceStep = { readonly node: string } & NodeStep

import type { Command, Outcome } from '../aerodb/command.ts'
import type { NodeConfiguration } from '../aerodb/configuration.ts'
import type { DiskBatch, DiskContents } from '../aerodb/disk.ts'
import type { FrameLabel, PersistPurpose } from '../aerodb/effect.ts'
import type { NodeName, RequestId } from '../aerodb/ids.ts'
import type { Authority } from '../aerodb/input.ts'
import type { Observation, Position } from '../aerodb/observation.ts'
import type { Damage } from './damage.ts'

/** The node died, or stopped, before it answered. */
export interface UnknownOutcome {
  readonly kind: 'unknown'
}

/**
 * One thing that happened in a cluster, in the order in which it happened. Whoever runs the nodes states it; invariants judge by nothing else.
 *
 * A host that can't know a fact leaves it out: only a simulated disk says what truly `landed`. Facts that are stated at all are
 * stated without gaps from the cluster's first start on.
 */
export type Fact =
  | {
      readonly kind: 'nodeStarted'
      readonly node: NodeName
      readonly configuration: NodeConfiguration
      readonly authority: Authority
    }
  | { readonly kind: 'nodeDied'; readonly node: NodeName }
  /** `node` is told so; its peer is told by a fact of its own. */
  | { readonly kind: 'linkUp' | 'linkDown'; readonly node: NodeName; readonly peer: NodeName }
  | { readonly kind: 'observed'; readonly node: NodeName; readonly observation: Observation }
  /** The batch is on the disk, whatever the node was told. `create`: an operator initialized the disk. */
  | { readonly kind: 'landed'; readonly node: NodeName; readonly purpose: PersistPurpose | 'create'; readonly batch: DiskBatch }
  /** What the disk held before anything else was stated of it. */
  | { readonly kind: 'found'; readonly node: NodeName; readonly disk: DiskContents }
  | { readonly kind: 'damaged'; readonly node: NodeName; readonly damage: Damage }
  | { readonly kind: 'asked'; readonly node: NodeName; readonly request: RequestId; readonly command: Command }
  | {
      readonly kind: 'answered'
      readonly node: NodeName
      readonly request: RequestId
      readonly command: Command
      readonly outcome: Outcome | UnknownOutcome
    }
  | { readonly kind: 'sent'; readonly node: NodeName; readonly peer: NodeName; readonly frame: FrameLabel }
  /** A frame reached `node`, before the node took it. `bytes`: as they arrived; null where the host doesn't show them. */
  | {
      readonly kind: 'delivered'
      readonly node: NodeName
      readonly peer: NodeName
      readonly frame: FrameLabel
      readonly form: 'whole' | 'changed'
      readonly bytes: Uint8Array | null
    }
  /** Where the node says it stands. Stated now and then, as pictures need it. */
  | { readonly kind: 'positioned'; readonly node: NodeName; readonly position: Position }

export type FactKind = Fact['kind']
export type FactOf<Kind extends FactKind> = Extract<Fact, { readonly kind: Kind }>
/** Takes every fact, in order, as it happens. */
export type FactSink = (fact: Fact) => void

import type { NodeConfiguration } from '../aerodb/configuration.ts'
import type { Hash128 } from '../aerodb/digest.ts'
import type { Effect } from '../aerodb/effect.ts'
import type { NodeName } from '../aerodb/ids.ts'
import type { DatabaseNode } from '../aerodb/node.ts'
import type { Guards } from '../aerodb/rules/guards.ts'
import type { FactSink } from '../invariants/fact.ts'
import type { StepRecorder } from './step-recorder.ts'

export interface ClusterOptions {
  readonly hash: Hash128
  readonly nodes: readonly NodeName[]
  readonly primary: NodeName
  readonly sync: NodeConfiguration['sync']
  /** Takes every fact, in order; the disks' initial contents are among them. */
  readonly sink?: FactSink
  /** Told of every step's effects before they are carried out: for a transcript. */
  readonly onStep?: (node: NodeName, effects: readonly Effect[]) => void
  /** Told of every step, so that the run becomes a trace. */
  readonly recorder?: StepRecorder
  /** Only a search takes rules away. */
  readonly guards?: Guards
  /** Only a search puts a broken node in the place of one. */
  readonly build?: (hash: Hash128, guards: Guards) => DatabaseNode
  /** A living node states its position after every so many steps of its cluster; 0, the default: never. */
  readonly positionEverySteps?: number
}

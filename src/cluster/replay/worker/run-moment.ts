import type { Position } from '../../../aerodb/observation.ts'
import { possibleChoices } from '../../../simulation/possible-choices.ts'
import type { Branch } from '../../../simulation/replay/branch.ts'
import type { ReplayedCluster } from '../../../simulation/replay/replayed-cluster.ts'
import type { NextChoice, NumberedStep, RunMoment } from './replay-messages.ts'
import type { RunSteps } from './run-steps.ts'

/** Steps shown before and after the one that was chosen. */
const STEPS_AROUND = 6

/** Where a run stands after `step` of its steps. */
export function momentOf(replayed: ReplayedCluster, steps: RunSteps, step: number): RunMoment {
  const nodes = [...replayed.nodes.values()].map(({ name, node, starts }) => ({
    name,
    starts,
    position: node === null ? null : node.position(),
  }))
  return { step, steps: steps.length, nodes, around: around(steps, step), next: [] }
}

/** Where a branch stands, and what can happen next in it. */
export function endOfBranch({ cluster }: Branch, steps: RunSteps): RunMoment {
  const nodes = cluster.everyNode.map(({ name, node, starts }) => ({
    name,
    starts,
    position: node === null ? null : node.position(),
  }))
  const { length: step } = steps
  return { step, steps: step, nodes, around: around(steps, step), next: nextIn({ cluster }, nodes) }
}

function nextIn(
  { cluster }: Pick<Branch, 'cluster'>,
  nodes: readonly { readonly name: string; readonly position: Position | null }[],
): readonly NextChoice[] {
  const writers = nodes.filter(({ position }) => position?.role === 'PrimaryActive')
  const moves = cluster.everyNode.some(({ writing }) => writing !== null) || cluster.busyLinks().length > 0
  return [
    ...(moves ? [{ kind: 'settle' } as const] : []),
    ...writers.map(({ name: node }) => ({ kind: 'writeNote', node }) as const),
    ...possibleChoices(cluster),
  ]
}

function around(steps: RunSteps, step: number): readonly NumberedStep[] {
  const first = Math.max(0, step - STEPS_AROUND)
  return steps.slice(first, step + STEPS_AROUND).map((what, index) => ({ index: first + index, what }))
}

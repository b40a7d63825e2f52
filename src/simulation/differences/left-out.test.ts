import { expect, test } from 'vitest'
import { Core } from '../../aerodb/node/core.ts'
import { loadHash128 } from '../../platform/hashing.ts'
import type { ClusterOptions } from '../cluster-options.ts'
import { runSeed } from '../swarm/run-seed.ts'
import { TwinNode, type TwinStep } from './twin-node.ts'

const hash = await loadHash128()

/** On a busy machine. */
const PATIENCE_MILLIS = 60_000
const SEEDS = [1, 2, 3, 4]

test.each(SEEDS)(
  'what a digest leaves out never shows: rebuilt from what it takes in, a node does the same at every step of a storm (seed %i)',
  (seed) => {
    const apart: TwinStep[] = []
    let steps = 0
    const compare = (step: TwinStep): void => {
      steps += 1
      if (apart.length === 0 && JSON.stringify(step.node) !== JSON.stringify(step.twin)) apart.push(step)
    }
    const build: ClusterOptions['build'] = (own, guards) => new TwinNode(new Core({ hash: own, guards }), compare)
    const { run } = runSeed(hash, seed, { build })
    for (const { node, twin } of apart) expect(twin).toEqual(node)
    expect(run.failure).toBeNull()
    expect(steps).toBeGreaterThan(100)
  },
  PATIENCE_MILLIS,
)

import { expect, test } from 'vitest'
import { digestHex } from '../../aerodb/digest.ts'
import type { Fact } from '../../invariants/fact.ts'
import { Judge } from '../../invariants/judge.ts'
import { loadHash128 } from '../../platform/hashing.ts'
import { OF_COMMITS } from '../excuses/of-commits.ts'
import { OF_ROLES } from '../excuses/of-roles.ts'
import { N2 } from '../rehearsal.ts'
import { SimulatedCluster } from '../simulated-cluster.ts'
import { runSeed } from '../swarm/run-seed.ts'
import { BREACHES } from './breaches.ts'
import { MEMORIES } from './memories/memories.ts'
import { MEMORIES_OF_DISKS } from './memories/of-disks.ts'

const hash = await loadHash128()

/** On a busy machine. */
const PATIENCE_MILLIS = 120_000
const SEEDS = [1, 2, 3]
/** Of a seed: every fact takes a judge of its own. */
const FACTS_OF_SEED = 1_500
/** How many facts a fork is told of each way on, and how many forks of one history wait for its end. */
const FACTS_ASIDE = 8
const FORKS_WAITING = 60

interface Told {
  readonly name: string
  readonly facts: readonly Fact[]
  /** What a fork is told instead. */
  readonly aside: readonly Fact[]
}

const SHARED: Fact = { kind: 'damaged', node: N2, damage: { kind: 'authorityShared' } }
const MANIFEST_LOST: Fact = { kind: 'damaged', node: N2, damage: { kind: 'batchLost', firstLsn: null, manifest: 'lost' } }
/** Each is heard by excuses that hold something already. */
const FURTHER_DAMAGE = [SHARED, MANIFEST_LOST, SHARED]

/** All that happened in a run of the swarm, from the making of the disks on. */
function factsOfSeed(seed: number): readonly Fact[] {
  const facts: Fact[] = []
  const { script, run } = runSeed(hash, seed)
  const sink = (fact: Fact): void => void facts.push(fact)
  const cluster = new SimulatedCluster({
    hash,
    nodes: run.names,
    primary: run.primary,
    sync: script.sync,
    sink,
    positionEverySteps: 1,
  })
  for (const choice of run.choices) cluster.take(choice)
  return facts.slice(0, FACTS_OF_SEED)
}

const HISTORIES: readonly Told[] = [
  ...Object.entries(BREACHES).flatMap(([id, cases]) =>
    cases.flatMap(({ how, rightful, wrong }) => {
      const [right, broken] = [rightful(hash), wrong(hash)]
      return [
        { name: `${id}: ${how} (rightful)`, facts: right, aside: broken },
        { name: `${id}: ${how} (wrong)`, facts: broken, aside: right },
      ]
    }),
  ),
  ...[...OF_COMMITS, ...OF_ROLES].flatMap(({ invariant, damage, explained, unexplained }) => {
    const struckFurther = explained(hash).flatMap((fact): readonly Fact[] =>
      fact.kind === 'damaged' ? [fact, ...FURTHER_DAMAGE] : [fact],
    )
    return [
      { name: `${invariant} after ${damage}`, facts: unexplained(hash), aside: explained(hash).toReversed() },
      { name: `${invariant} after ${damage} and more`, facts: struckFurther, aside: unexplained(hash) },
    ]
  }),
  ...[...Object.entries(MEMORIES), ...Object.entries(MEMORIES_OF_DISKS)].flatMap(([id, remembered]) =>
    remembered.flatMap(({ what, one, other, future }) => [
      { name: `${id}: ${what} (one)`, facts: [...one, ...future], aside: other },
      { name: `${id}: ${what} (other)`, facts: [...other, ...future], aside: one },
    ]),
  ),
  ...SEEDS.map((seed) => {
    const facts = factsOfSeed(seed)
    return { name: `seed ${seed}`, facts, aside: facts.toReversed() }
  }),
]

function takeAll(judge: Judge, facts: readonly Fact[]): Judge {
  for (const fact of facts) judge.take(fact)
  return judge
}

/** All that can be asked of a judge. Asked for at the end alone: a digest that was computed is not computed anew. */
function foundBy(judge: Judge) {
  return { verdicts: judge.verdicts(), breach: judge.breach, digest: digestHex(judge.digest(hash)) }
}

const FOUND = HISTORIES.map((told) => ({ ...told, found: foundBy(takeAll(new Judge(), told.facts)) }))

test(
  'a judge that is forked before each fact, and goes on as the fork, finds what it finds unforked',
  () => {
    for (const { name, facts, found } of FOUND) {
      let judge = new Judge()
      for (const fact of facts) {
        judge = judge.fork()
        judge.take(fact)
      }
      expect({ name, ...foundBy(judge) }).toEqual({ name, ...found })
    }
  },
  PATIENCE_MILLIS,
)

test(
  'and is as it was, whatever its forks are told',
  () => {
    for (const { name, facts, aside, found } of FOUND) {
      const judge = new Judge()
      for (const [index, fact] of facts.entries()) {
        const fork = judge.fork()
        takeAll(fork, aside.slice(index, index + FACTS_ASIDE))
        takeAll(fork, facts.slice(index + 1, index + 1 + FACTS_ASIDE))
        judge.take(fact)
      }
      expect({ name, ...foundBy(judge) }).toEqual({ name, ...found })
    }
  },
  PATIENCE_MILLIS,
)

test(
  'and a fork hears nothing of what its original is told afterwards',
  () => {
    for (const { name, facts, found } of FOUND) {
      const every = Math.ceil(facts.length / FORKS_WAITING)
      const judge = new Judge()
      const waiting = new Map<number, Judge>()
      for (const [index, fact] of facts.entries()) {
        if (index % every === 0) waiting.set(index, judge.fork())
        judge.take(fact)
      }
      for (const [index, fork] of waiting) {
        expect({ name, index, ...foundBy(takeAll(fork, facts.slice(index))) }).toEqual({ name, index, ...found })
      }
    }
  },
  PATIENCE_MILLIS,
)

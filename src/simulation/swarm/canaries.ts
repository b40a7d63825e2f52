import { createNode } from '../../aerodb/create-node.ts'
import type { Hash128 } from '../../aerodb/digest.ts'
import { GUARDS } from '../../aerodb/rules/guards.ts'
import { EARLY_COMMITS, EarlyNode } from '../mutations/early-node.ts'
import { ForgetfulNode } from '../mutations/forgetful-node.ts'
import { UnsteadyNode } from '../mutations/unsteady-node.ts'
import type { Failure } from './failure.ts'
import type { Script } from './run.ts'
import { runSeed } from './run-seed.ts'

/** An engine that is broken on purpose: a swarm that does not find out is worth nothing. */
export interface Canary {
  /** The rule that it lacks: what `npm run swarm -- --broken` calls it. */
  readonly rule: string
  readonly name: string
  readonly broken: Pick<Script, 'guards' | 'build'>
}

export const CANARIES: readonly Canary[] = [
  {
    rule: 'LOG-5',
    name: 'LOG-5 taken away: a frame may begin anywhere',
    broken: { guards: { ...GUARDS, framePosition: { ...GUARDS.framePosition, holds: () => true } } },
  },
  {
    rule: 'LOG-6',
    name: 'LOG-6 taken away: any prefix counts as proven',
    broken: { guards: { ...GUARDS, handshakePrefix: { ...GUARDS.handshakePrefix, holds: () => true } } },
  },
  {
    rule: 'WAL-8',
    name: 'WAL-8 broken: durable as soon as it is handed to the disk',
    broken: { build: (hash, guards) => new EarlyNode(createNode(hash, guards), EARLY_COMMITS) },
  },
  {
    rule: 'RECOVERY-8',
    name: 'RECOVERY-8 broken: a halt is kept in memory only',
    broken: { build: (hash, guards) => new ForgetfulNode(createNode(hash, guards)) },
  },
]

const UNSTEADY_RULE = 'DETERMINISM'

/** Breaks no rule that one run could show: only a seed that is run twice finds it out. It is no canary, then. Counts over all runs that it is given to. */
function unsteadyEngine(): Canary {
  let starts = 0
  const countStart = () => {
    starts += 1
    return starts
  }
  return {
    rule: UNSTEADY_RULE,
    name: 'not deterministic: the same choices give another run each time',
    broken: { build: (hash, guards) => new UnsteadyNode(createNode(hash, guards), countStart) },
  }
}

/** What seeds can be run without: the rules of all canaries, and that a seed gives the same run each time. */
export const BROKEN_RULES: readonly string[] = [...CANARIES.map(({ rule }) => rule), UNSTEADY_RULE]

/** @throws Error where `rule` is none of BROKEN_RULES */
export function engineWithout(rule: string): Canary {
  if (rule === UNSTEADY_RULE) return unsteadyEngine()
  const canary = CANARIES.find((candidate) => candidate.rule === rule)
  if (canary === undefined) throw new Error(`no engine is broken by doing without ${rule}`)
  return canary
}

/** Seeds that a canary is given to be caught in. */
const SEEDS = 400

export interface Catch {
  readonly seed: number
  readonly failure: Failure
}

/** The first seed from `from` on that finds the canary out; null where none of SEEDS does. */
export function catchCanary(hash: Hash128, { broken }: Canary, from: number): Catch | null {
  for (let seed = from; seed < from + SEEDS; seed++) {
    const { failure } = runSeed(hash, seed, broken).run
    if (failure !== null) return { seed, failure }
  }
  return null
}

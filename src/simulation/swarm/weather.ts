import type { SyncPolicy } from '../../aerodb/configuration.ts'
import type { Dice } from './dice.ts'

/** Within which a seed draws, each order of magnitude as likely as the next. */
interface Range {
  readonly least: number
  readonly most: number
}

/** How often something happens where a seed has it at all, as a probability for each choice, and in which part of the seeds that is. */
interface PartialRange extends Range {
  readonly seeds: number
}

/** Every fault that the swarm knows. Which of them a seed has, and how often, is itself drawn: each seed is another climate. */
export const FAULTS = {
  // On links. Any frame waits for as long as others happen to go first; one that is delayed lets all others go first for a while.
  delay: { least: 0.005, most: 0.1, seeds: 0.4 },
  drop: { least: 0.002, most: 0.1, seeds: 0.4 },
  duplicate: { least: 0.002, most: 0.1, seeds: 0.4 },
  overtake: { least: 0.002, most: 0.1, seeds: 0.3 },
  truncate: { least: 0.001, most: 0.02, seeds: 0.2 },
  flipBit: { least: 0.001, most: 0.02, seeds: 0.2 },
  spoilRecords: { least: 0.002, most: 0.05, seeds: 0.1 },
  forgeRecords: { least: 0.002, most: 0.1, seeds: 0.1 },
  spoilDuplicate: { least: 0.002, most: 0.05, seeds: 0.1 },
  spoilReport: { least: 0.002, most: 0.05, seeds: 0.1 },
  otherProtocol: { least: 0.0005, most: 0.005, seeds: 0.05 },
  hold: { least: 0.002, most: 0.05, seeds: 0.3 },
  // One-way and two-way partitions that nobody notices, and one that both ends are told of.
  cut: { least: 0.002, most: 0.03, seeds: 0.3 },
  cutBothWays: { least: 0.002, most: 0.03, seeds: 0.2 },
  partition: { least: 0.002, most: 0.05, seeds: 0.4 },
  newEpoch: { least: 0.002, most: 0.05, seeds: 0.3 },
  // On nodes
  kill: { least: 0.002, most: 0.05, seeds: 0.5 },
  killAndLand: { least: 0.005, most: 0.1, seeds: 0.4 },
  killAndLose: { least: 0.002, most: 0.03, seeds: 0.3 },
  crashAfter: { least: 0.002, most: 0.05, seeds: 0.5 },
  // Of a disk that keeps its contract
  abort: { least: 0.002, most: 0.05, seeds: 0.3 },
  failUnknown: { least: 0.002, most: 0.03, seeds: 0.3 },
  fillDisk: { least: 0.002, most: 0.02, seeds: 0.2 },
  failStart: { least: 0.002, most: 0.05, seeds: 0.2 },
  // Of a disk that breaks it
  loseBatch: { least: 0.001, most: 0.01, seeds: 0.08 },
  loseTailApart: { least: 0.001, most: 0.01, seeds: 0.08 },
  loseTail: { least: 0.002, most: 0.02, seeds: 0.12 },
  flipBatchBit: { least: 0.002, most: 0.02, seeds: 0.15 },
  flipManifestBit: { least: 0.001, most: 0.01, seeds: 0.1 },
  otherFormat: { least: 0.001, most: 0.01, seeds: 0.05 },
  wipe: { least: 0.001, most: 0.01, seeds: 0.1 },
  staleStart: { least: 0.002, most: 0.02, seeds: 0.1 },
  recreate: { least: 0.001, most: 0.01, seeds: 0.06 },
  // Of operators and hosts
  twoPrimaries: { least: 0.002, most: 0.02, seeds: 0.1 },
  otherPrimary: { least: 0.002, most: 0.02, seeds: 0.1 },
  otherMembers: { least: 0.002, most: 0.02, seeds: 0.1 },
  foreignCluster: { least: 0.002, most: 0.01, seeds: 0.06 },
  authorityDenied: { least: 0.002, most: 0.02, seeds: 0.08 },
  authorityGrantedTwice: { least: 0.005, most: 0.03, seeds: 0.08 },
} as const satisfies Readonly<Record<string, PartialRange>>

/** All else that a seed draws: who acts, and how much there is. Probabilities for each choice, parts of all requests, or counts. */
const CLIMATE = {
  choices: { least: 200, most: 3000 },
  clients: { least: 0.05, most: 0.5 },
  operators: { least: 0.01, most: 0.2 },
  reads: { least: 0.1, most: 0.8 },
} as const satisfies Readonly<Record<string, Range>>

/** The same, for what only some seeds have. */
const SOME_CLIMATES = {
  bulk: { least: 0.005, most: 0.05, seeds: 0.05 },
  malformed: { least: 0.01, most: 0.2, seeds: 0.3 },
} as const satisfies Readonly<Record<string, PartialRange>>

/** Mostly three; else any number between. */
const NODES = { usual: 3, seeds: 0.7, least: 2, most: 5 } as const
const DOCUMENTS = { least: 1, most: 12 } as const
/** The part of the seeds in which each commit is a batch of its own. */
const SYNC_EACH_SEEDS = 0.5

export type FaultName = keyof typeof FAULTS
export const FAULT_NAMES = Object.keys(FAULTS).filter((name): name is FaultName => name in FAULTS)

/** What one seed is like. */
export interface Weather {
  readonly nodes: number
  readonly sync: SyncPolicy
  /** Choices of the first phase. */
  readonly choices: number
  /** Probabilities for each choice; absent faults are not in it. */
  readonly faults: readonly (readonly [FaultName, number])[]
  /** How likely a choice is a client's request. */
  readonly clients: number
  /** How likely a choice is an operator's act, where there is something to do. */
  readonly operators: number
  /** How many documents are written to: few of them meet often. */
  readonly documents: number
  /** Part of the requests that read. */
  readonly reads: number
  /** Write sets of hundreds of documents, which fill the window. */
  readonly bulk: number
  /** Requests that must be rejected. */
  readonly malformed: number
}

export function drawWeather(dice: Dice): Weather {
  const faults: (readonly [FaultName, number])[] = []
  for (const name of FAULT_NAMES) {
    const probability = inSome(dice, FAULTS[name])
    if (probability > 0) faults.push([name, probability])
  }
  return {
    nodes: dice.chance(NODES.seeds) ? NODES.usual : dice.whole(NODES.least, NODES.most),
    sync: dice.chance(SYNC_EACH_SEEDS) ? 'each' : 'group',
    choices: Math.round(within(dice, CLIMATE.choices)),
    faults,
    clients: within(dice, CLIMATE.clients),
    operators: within(dice, CLIMATE.operators),
    documents: dice.whole(DOCUMENTS.least, DOCUMENTS.most),
    reads: within(dice, CLIMATE.reads),
    bulk: inSome(dice, SOME_CLIMATES.bulk),
    malformed: inSome(dice, SOME_CLIMATES.malformed),
  }
}

function within(dice: Dice, { least, most }: Range): number {
  return dice.magnitude(least, most)
}

/** 0 in the seeds that do without. Throws the dice as often, either way. */
function inSome(dice: Dice, range: PartialRange): number {
  const isOn = dice.chance(range.seeds)
  const probability = within(dice, range)
  return isOn ? probability : 0
}

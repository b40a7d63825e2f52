import type { SyncPolicy } from '../../aerodb/configuration.ts'
import type { Dice } from './dice.ts'

/** How often a fault strikes where a seed has it at all, as a probability for each choice, and in which part of the seeds that is. */
interface FaultRange {
  readonly least: number
  readonly most: number
  readonly seeds: number
}

/** Every fault that the swarm knows. Which of them a seed has, and how often, is itself drawn: each seed is another climate. */
export const FAULTS = {
  // On links. Delay is no fault of its own: any frame waits for as long as others go first.
  drop: { least: 0.002, most: 0.1, seeds: 0.4 },
  duplicate: { least: 0.002, most: 0.1, seeds: 0.4 },
  overtake: { least: 0.002, most: 0.1, seeds: 0.3 },
  truncate: { least: 0.001, most: 0.02, seeds: 0.2 },
  flipBit: { least: 0.001, most: 0.02, seeds: 0.2 },
  spoilRecords: { least: 0.002, most: 0.05, seeds: 0.1 },
  forgeRecords: { least: 0.002, most: 0.1, seeds: 0.1 },
  spoilDuplicate: { least: 0.002, most: 0.05, seeds: 0.1 },
  spoilReport: { least: 0.001, most: 0.02, seeds: 0.1 },
  otherProtocol: { least: 0.0005, most: 0.005, seeds: 0.05 },
  hold: { least: 0.002, most: 0.05, seeds: 0.3 },
  cut: { least: 0.002, most: 0.03, seeds: 0.3 },
  partition: { least: 0.002, most: 0.05, seeds: 0.4 },
  newEpoch: { least: 0.002, most: 0.05, seeds: 0.3 },
  // On nodes
  kill: { least: 0.002, most: 0.05, seeds: 0.6 },
  crashAfter: { least: 0.002, most: 0.05, seeds: 0.5 },
  // Of a disk that keeps its contract
  abort: { least: 0.002, most: 0.05, seeds: 0.3 },
  failUnknown: { least: 0.002, most: 0.03, seeds: 0.3 },
  fillDisk: { least: 0.002, most: 0.02, seeds: 0.2 },
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
} as const satisfies Readonly<Record<string, FaultRange>>

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
    const { least, most, seeds } = FAULTS[name]
    const isOn = dice.chance(seeds)
    const probability = dice.magnitude(least, most)
    if (isOn) faults.push([name, probability])
  }
  return {
    nodes: dice.chance(0.7) ? 3 : dice.whole(2, 5),
    sync: dice.chance(0.5) ? 'each' : 'group',
    choices: Math.round(dice.magnitude(200, 3000)),
    faults,
    clients: dice.magnitude(0.05, 0.5),
    operators: dice.magnitude(0.01, 0.2),
    documents: dice.whole(1, 12),
    reads: dice.magnitude(0.1, 0.8),
    bulk: dice.chance(0.05) ? dice.magnitude(0.01, 0.2) : 0,
    malformed: dice.chance(0.3) ? dice.magnitude(0.01, 0.2) : 0,
  }
}

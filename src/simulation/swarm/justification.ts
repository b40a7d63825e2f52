import type { NodeName } from '../../aerodb/ids.ts'
import type { FaultDone, FaultLedger } from './fault-ledger.ts'

/**
 * Which faults can bring a node to a halt, or to refuse its start, by a rule: done to that node; to it, or to one that it had heard from; or to any.
 * They count if they were done before it stopped, and not undone by then. A rule that is not here never may.
 */
interface Causes {
  readonly here?: readonly FaultDone[]
  readonly between?: readonly FaultDone[]
  readonly anywhere?: readonly FaultDone[]
}

const DIVERGENCE = { between: ['diskLost', 'spoiled'] } as const
const CONFIGURATION = { between: ['misconfigured'] } as const

const CAUSES = {
  // Halts
  'LOG-1': { here: ['changed'] },
  'LOG-4': DIVERGENCE,
  'LOG-5': { here: ['lost'] },
  'LOG-6': DIVERGENCE,
  'LOG-7': { here: ['spoiled'] },
  'LOG-8': { here: ['spoiled'] },
  'LOG-9': { here: ['spoiled'], between: ['diskLost'] },
  'LOG-10': { here: ['spoiled'] },
  'LOG-13': DIVERGENCE,
  'LOG-15': DIVERGENCE,
  'LOG-16': { between: ['spoiled'] },
  'MODEL-1': { here: ['misconfigured'] },
  // Whoever was granted the authority wrongly keeps it from others.
  'MODEL-2': { anywhere: ['misconfigured'] },
  'MODEL-3': CONFIGURATION,
  'MODEL-5': CONFIGURATION,
  'MODEL-6': { between: ['wasMisconfigured', 'recreated', 'diskLost'] },
  'MODEL-9': CONFIGURATION,
  'MODEL-10': { here: ['wasMisconfigured'] },
  'MODEL-12': { here: ['otherProtocol'] },
  // Refused starts
  'RECOVERY-1': { here: ['wiped', 'diskLost'] },
  'RECOVERY-2': { here: ['manifestFlipped'] },
  'RECOVERY-3': { here: ['otherFormat'] },
  'RECOVERY-4': { here: ['recreated', 'misconfigured'] },
  'RECOVERY-5': { here: ['bitFlipped', 'diskLost'] },
  'RECOVERY-6': { here: ['diskLost'] },
  'WAL-10': { here: ['aborted'] },
} as const satisfies Readonly<Record<string, Causes>>

/** A rule that some fault can bring a node to a halt by, or to refuse its start. */
export type JustifiableRule = keyof typeof CAUSES

const CAUSES_BY_RULE: ReadonlyMap<string, Causes> = new Map(Object.entries(CAUSES))

/** Whether what was done to the run explains that this rule has stopped this node. */
export function isJustified(rule: string, node: NodeName, ledger: FaultLedger): boolean {
  const { here = [], between = [], anywhere = [] } = CAUSES_BY_RULE.get(rule) ?? {}
  const stop = ledger.stop(node, rule)
  if (stop === null) return false
  return (
    [...here, ...between].some((fault) => stop.here.has(fault)) ||
    between.some((fault) => stop.peers.has(fault)) ||
    anywhere.some((fault) => stop.anywhere.has(fault))
  )
}

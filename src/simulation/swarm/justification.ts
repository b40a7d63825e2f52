import type { NodeName } from '../../aerodb/ids.ts'
import type { FaultDone, FaultLedger } from './fault-ledger.ts'

/** Which faults can bring a node to a halt, or to refuse its start, by a rule: on that node, or on any. A rule that is not here never may. */
interface Causes {
  readonly here?: readonly FaultDone[]
  readonly anywhere?: readonly FaultDone[]
}

const DIVERGENCE = { anywhere: ['diskLost', 'spoiled'] } as const
const CONFIGURATION = { anywhere: ['misconfigured'] } as const

const CAUSES = {
  // Halts
  'LOG-1': { here: ['changed'] },
  'LOG-4': DIVERGENCE,
  'LOG-5': { here: ['lost'] },
  'LOG-6': DIVERGENCE,
  'LOG-7': { here: ['spoiled'] },
  'LOG-8': { here: ['spoiled'] },
  'LOG-9': { here: ['spoiled'], anywhere: ['diskLost'] },
  'LOG-10': { here: ['spoiled'] },
  'LOG-13': DIVERGENCE,
  'LOG-15': DIVERGENCE,
  'LOG-16': { anywhere: ['spoiled'] },
  'MODEL-1': CONFIGURATION,
  'MODEL-2': CONFIGURATION,
  'MODEL-3': CONFIGURATION,
  'MODEL-5': CONFIGURATION,
  'MODEL-6': { anywhere: ['misconfigured', 'recreated', 'diskLost'] },
  'MODEL-9': CONFIGURATION,
  'MODEL-10': { anywhere: ['misconfigured', 'recreated'] },
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
  const { here = [], anywhere = [] } = CAUSES_BY_RULE.get(rule) ?? {}
  return here.some((fault) => ledger.struck(fault, node)) || anywhere.some((fault) => ledger.struckAnyone(fault))
}

import type { DurableHalt } from '../../aerodb/recovery/manifest.ts'
import { manifestIn } from '../chronicle/readings.ts'
import type { FactOf } from '../fact.ts'
import { type Bench, type Invariant, stateless } from '../invariant.ts'

function judge(fact: FactOf<'landed' | 'observed'>, bench: Bench): void {
  const { node } = fact
  const { disk, configuration } = bench.chronicle.node(node)
  const before = disk.manifest?.halt ?? null
  if (fact.kind === 'observed') {
    if (disk.isKnown) judgeStated(fact, before, bench)
    return
  }
  const { putManifest } = fact.batch
  if (fact.purpose !== 'start' || putManifest === null || before === null) return
  const after = manifestIn(putManifest)?.halt ?? null
  bench.check()
  const isSame = after !== null && after.reason === before.reason && after.rule === before.rule
  const isUndone = isOfConfiguration(before) && before.configurationRevision !== configuration?.revision
  if (isSame || isUndone) return
  bench.breach([{ kind: 'manifest', node }], {
    node,
    reason: before.reason,
    rule: before.rule,
    afterStart: after?.reason ?? 'none',
  })
}

/** A node that says it has halted has the halt on its disk, and one with a halt on its disk takes no other role. */
function judgeStated({ node, observation }: FactOf<'observed'>, onDisk: DurableHalt | null, bench: Bench): void {
  if (observation.kind === 'halted') {
    bench.check()
    if (onDisk?.reason !== observation.halt.reason) {
      bench.breach([{ kind: 'manifest', node }], { node, reason: observation.halt.reason, onDisk: onDisk?.reason ?? 'none' })
    }
  } else if (observation.kind === 'roleChanged' && onDisk !== null) {
    const { role } = observation
    if (role !== 'PrimaryActive' && role !== 'ReplicaActive') return
    bench.check()
    bench.breach([{ kind: 'manifest', node }], { node, role, onDisk: onDisk.reason })
  }
}

function isOfConfiguration({ reason }: DurableHalt): boolean {
  return reason === 'AuthorityAmbiguity' || reason === 'ConfigurationError'
}

export const haltSurvivesRestart: Invariant = {
  id: 'halt-survives-restart',
  statement:
    'A halt that a node has stated is on its disk, and a start returns to it, unless a changed configuration undoes its reason.',
  rules: ['RECOVERY-8', 'MODEL-8'],
  hears: ['landed start', 'observed halted', 'observed roleChanged'],
  open: stateless(judge),
}

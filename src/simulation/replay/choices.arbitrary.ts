import fc from 'fast-check'
import type { Command } from '../../aerodb/command.ts'
import { commitId, nodeName } from '../../aerodb/ids.ts'
import type { Choice } from '../choice.ts'
import { RUN_NODES } from './rehearsed-run.ts'

const [n1, n2] = [nodeName('n1'), nodeName('n2')]

const node = fc.constantFrom(...RUN_NODES)
const landing = fc.constantFrom('lands', 'lost')
const index = fc.nat(2)
const position = fc.nat(5_000)
const direction = { from: node, to: node }
const weighted = (weight: number, arbitrary: fc.Arbitrary<Choice>) => ({ weight, arbitrary })
const key = fc.constantFrom('a', 'b', 'c')

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('write'),
      operations: fc.array(
        fc.record({ op: fc.constant('put'), collection: fc.constant('notes'), document: fc.record({ _id: key, n: fc.nat() }) }),
        { minLength: 1, maxLength: 2 },
      ),
      basedOn: fc.constantFrom(null, null, commitId(1)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('read'),
      collection: fc.constant('notes'),
      id: key,
      at: fc.constantFrom({ kind: 'newest' }, { kind: 'commit', commitId: commitId(2) }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('openReadView'), at: fc.constant(null) }) },
  { weight: 1, arbitrary: fc.constant<Command>({ kind: 'resume' }) },
  { weight: 1, arbitrary: fc.constant<Command>({ kind: 'bootstrap', unproven: 'discard' }) },
)

const choice: fc.Arbitrary<Choice> = fc.oneof(
  weighted(60, fc.record({ kind: fc.constant('deliver'), index: fc.constant(0), ...direction })),
  weighted(40, fc.record({ kind: fc.constant('land'), node })),
  weighted(20, fc.record({ kind: fc.constant('command'), node: fc.constantFrom(n1, n1, n1, n2), command })),
  weighted(10, fc.record({ kind: fc.constant('start'), node })),
  weighted(1, fc.record({ kind: fc.constant('failStart'), node, how: fc.constantFrom('unreadable', 'killed') })),
  weighted(3, fc.record({ kind: fc.constant('kill'), node, batch: landing })),
  weighted(2, fc.record({ kind: fc.constant('crashAfter'), node, effects: fc.nat(4), batch: landing })),
  weighted(2, fc.record({ kind: fc.constant('deliver'), index, ...direction })),
  weighted(2, fc.record({ kind: fc.constant('drop'), index, ...direction })),
  weighted(2, fc.record({ kind: fc.constant('duplicate'), index, ...direction })),
  weighted(
    2,
    fc.record({
      kind: fc.constant('deliverChanged'),
      change: fc.constantFrom('truncate', 'flipBit', 'spoilRecords', 'otherProtocol'),
      index,
      position,
      ...direction,
    }),
  ),
  weighted(2, fc.record({ kind: fc.constant('linkDown'), a: node, b: node })),
  weighted(4, fc.record({ kind: fc.constant('linkUp'), a: node, b: node })),
  weighted(1, fc.record({ kind: fc.constant('abort'), node, cause: fc.constant('QuotaExceededError') })),
  weighted(1, fc.record({ kind: fc.constant('failUnknown'), node, batch: landing })),
  weighted(1, fc.record({ kind: fc.constant('loseBatch'), node })),
  weighted(1, fc.record({ kind: fc.constant('staleStart'), node, batches: fc.integer({ min: 1, max: 4 }) })),
  weighted(
    2,
    fc.record({
      kind: fc.constant('damage'),
      node,
      fault: fc.oneof(
        fc.record({ kind: fc.constant('flipBatchBit'), batch: index, bit: position }),
        fc.record({ kind: fc.constant('flipManifestBit'), bit: position }),
        fc.record({ kind: fc.constant('loseTail'), batches: fc.integer({ min: 1, max: 3 }) }),
        fc.constant({ kind: 'wipe' } as const),
        fc.constant({ kind: 'recreate', clusterId: 'simulated' } as const),
      ),
    }),
  ),
)
/** Any run: mostly what goes well, and a little of everything that can go wrong. */
export const choices = fc.array(choice, { minLength: 20, maxLength: 300, size: 'max' })
export const sync = fc.constantFrom('each', 'group')

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nodeName } from '../../aerodb/ids.ts'
import { GUARDS } from '../../aerodb/rules/guards.ts'
import { AeroFailure } from '../../platform/failure.ts'
import { loadHash128 } from '../../platform/hashing.ts'
import { parseTrace, readTrace } from '../../platform/trace/read-trace.ts'
import type { Trace } from '../../platform/trace/trace.ts'
import type { Choice } from '../choice.ts'
import { RehearsedRun, replayed } from './rehearsed-run.ts'
import { Replay } from './replay.ts'

const hash = await loadHash128()
const [n1, n2, n3] = [nodeName('n1'), nodeName('n2'), nodeName('n3')]

const put = (id: string): Choice => ({
  kind: 'command',
  node: n1,
  command: { kind: 'write', operations: [{ op: 'put', collection: 'notes', document: { _id: id } }], basedOn: null },
})

/** Something of everything: a death with a batch in flight, damage, a changed frame, a copy, a read, a cut. */
const RUN: readonly Choice[] = [
  put('a'),
  { kind: 'land', node: n1 },
  { kind: 'duplicate', from: n1, to: n2, index: 0 },
  { kind: 'deliver', from: n1, to: n2, index: 0 },
  { kind: 'land', node: n2 },
  { kind: 'deliverChanged', from: n1, to: n3, index: 0, change: 'flipBit', position: 400 },
  { kind: 'land', node: n3 },
  { kind: 'command', node: n2, command: { kind: 'read', collection: 'notes', id: 'a', at: { kind: 'newest' } } },
  put('b'),
  { kind: 'kill', node: n1, batch: 'lands' },
  { kind: 'kill', node: n3, batch: 'lost' },
  { kind: 'damage', node: n3, fault: { kind: 'flipBatchBit', batch: 0, bit: 700 } },
  { kind: 'start', node: n3 },
  { kind: 'start', node: n1 },
  { kind: 'land', node: n1 },
  { kind: 'linkDown', a: n1, b: n2 },
]
const TRACE = new RehearsedRun(hash).take(RUN).trace()
const TEXT = JSON.stringify(TRACE)

/** What came of it: a report, or the code of the refusal. Anything else that is thrown is a bug. */
function outcomeOf(trace: () => Trace): string {
  try {
    return replayed(hash, trace()).identical ? 'identical' : 'differs'
  } catch (thrown) {
    if (thrown instanceof AeroFailure && thrown.message.startsWith('AERO_TRACE_')) return thrown.code
    throw thrown
  }
}

test('the trace that is going to be damaged is sound', () => {
  expect(outcomeOf(() => parseTrace(TEXT))).toBe('identical')
})

describe('a trace that is none', () => {
  test.each([
    ['no JSON', 'AERO_TRACE_NOT_JSON', '{"format":"aerodb-trace",'],
    ['another format', 'AERO_TRACE_FORMAT_UNKNOWN', TEXT.replace('aerodb-trace', 'other-trace')],
    ['an earlier version', 'AERO_TRACE_VERSION_UNKNOWN', TEXT.replace('"version":2', '"version":1')],
    ['a later version', 'AERO_TRACE_VERSION_UNKNOWN', TEXT.replace('"version":2', '"version":3')],
    ['a number', 'AERO_TRACE_MALFORMED', '7'],
    ['a list', 'AERO_TRACE_MALFORMED', '[]'],
    ['without steps', 'AERO_TRACE_MALFORMED', JSON.stringify({ ...TRACE, steps: null })],
    ['with something unknown beside', 'AERO_TRACE_MALFORMED', JSON.stringify({ ...TRACE, signature: 'x' })],
  ])('%s: %s', (_what, code, text) => {
    expect(outcomeOf(() => parseTrace(text))).toBe(code)
  })
})

describe('a trace with a step that is none', () => {
  const first = 30
  const withStep = (step: unknown): Trace => ({ ...TRACE, steps: TRACE.steps.with(first, step) })

  test.each([
    ['nothing', {}, 'a step with one of'],
    ['two things', { node: 'n1', durable: 1, down: 'n2' }, 'steps[30].down must be absent'],
    ['a field too many', { node: 'n1', durable: 1, kind: 'x' }, 'steps[30].kind must be absent'],
    ['a number that is none', { node: 'n1', durable: 1.5 }, 'steps[30].durable must be a whole number'],
    ['a tuple too short', { node: 'n1', frame: ['n2', 1] }, 'steps[30].frame must be a list of 3'],
    ['a digest that is none', { node: 'n1', durable: 1, at: [1, 1, 'xyz', 'xyz'] }, 'steps[30].at[2] must be 32 hex digits'],
    ['a value that is no base64', { node: 'n1', disk: { manifest: '§', batches: [] } }, 'steps[30].disk.manifest must be base64'],
    [
      'batches out of order',
      {
        node: 'n1',
        disk: {
          manifest: null,
          batches: [
            [2, ''],
            [1, ''],
          ],
        },
      },
      'steps[30].disk.batches[1][0]',
    ],
    ['a command that is none', { node: 'n1', ask: ['r1', { kind: 'drop' }] }, 'steps[30].ask[1].kind must be one of'],
  ])('%s is named', (_what, step, message) => {
    expect(() => replayed(hash, withStep(step))).toThrow(message)
    expect(outcomeOf(() => withStep(step))).toBe('AERO_TRACE_MALFORMED')
  })

  test.each([
    ['a start of a living node', TRACE.steps.findLast((step) => Object.hasOwn(step as object, 'start')), 'runs'],
    ['an unknown node', { node: 'n9', durable: 1 }, 'no node is named n9'],
    ['a link to itself', { node: 'n1', up: ['n1', 99] }, 'no link to itself'],
    ['damage to the disk of a living node', { node: 'n1', disk: { created: 'c' } }, 'runs'],
    ['a frame where no link is', { node: 'n1', frame: ['n9', 1, 1] }, 'no node is named n9'],
  ])('%s can’t have happened', (_what, step, why) => {
    const misplaced = {
      ...(step as object),
      node: (step as { node: string }).node === 'n3' ? 'n2' : (step as { node: string }).node,
    }
    expect(() => replayed(hash, withStep(misplaced))).toThrow(why)
    expect(outcomeOf(() => withStep(misplaced))).toBe('AERO_TRACE_STEP_IMPOSSIBLE')
  })

  test.each([
    ['a write set of absurd size', { node: 'n1', write: ['w1', { kind: 'bulk', index: 0, documents: 100_000, bodyBytes: 1e9 }] }],
    ['a depth that no document has', { node: 'n1', ask: ['r', deepWrite(1_000)] }],
  ])('%s is refused before it is made', (_what, step) => {
    expect(outcomeOf(() => withStep(step))).toMatch(/^AERO_TRACE_(TOO_LARGE|MALFORMED)$/)
  })

  test('a run of writes that together are absurd is stopped on its way', () => {
    const write = { kind: 'bulk', index: 0, documents: 10, bodyBytes: 1_000 } as const
    const many = Array.from({ length: 40 }, (_, index) => ({ node: 'n3', write: [`w${index}`, write], sum: 0 }))
    const options = { hash, guards: GUARDS, engine: 'x', bytesMost: 8_000 }
    const replay = new Replay(options, { ...TRACE, steps: [...TRACE.steps, ...many] })
    expect(() => replay.advance(Number.POSITIVE_INFINITY)).toThrow('AERO_TRACE_TOO_LARGE: the bytes that a replay of it takes')
  })
})

describe('a damaged trace', () => {
  const PATIENCE_MILLIS = 120_000

  test('is refused or differs, whatever has become of its text', { timeout: PATIENCE_MILLIS }, () => {
    const damage = fc.record({
      at: fc.nat(TEXT.length - 1),
      length: fc.constantFrom(0, 1, 1, 1, 5, 200),
      by: fc.oneof(fc.constantFrom('', '0', '9', '-', '"', '}', '[', ',', 'n2', '1e300', 'null'), fc.string({ maxLength: 3 })),
    })
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
        let text = TEXT
        for (const { at, length, by } of damages) text = text.slice(0, at) + by + text.slice(at + length)
        expect(outcomeOf(() => parseTrace(text))).not.toBe('')
      }),
      { numRuns: 600 },
    )
  })

  test('is refused or differs, whatever has become of its steps', { timeout: PATIENCE_MILLIS }, () => {
    const step = fc.nat(TRACE.steps.length - 1)
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom(
        undefined,
        Number.NaN,
        -1,
        2 ** 53,
        2 ** 31,
        1e308,
        'n1',
        'n2',
        '',
        {},
        [],
        () => undefined,
        1n,
        Symbol('s'),
      ),
    )
    const change = fc.oneof(
      fc.record({ kind: fc.constant('swap'), step, other: step }),
      fc.record({ kind: fc.constant('remove'), step }),
      fc.record({ kind: fc.constant('repeat'), step, other: step }),
      fc.record({ kind: fc.constant('replace'), step, path: fc.array(fc.nat(5), { maxLength: 4 }), value }),
    )
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const steps: unknown[] = structuredClone([...TRACE.steps])
        for (const each of changes) mutate(steps, each)
        expect(outcomeOf(() => readTrace({ ...TRACE, steps }))).not.toBe('')
      }),
      { numRuns: 600 },
    )
  })
})

type Change =
  | { readonly kind: 'swap' | 'repeat'; readonly step: number; readonly other: number }
  | { readonly kind: 'remove'; readonly step: number }
  | { readonly kind: 'replace'; readonly step: number; readonly path: readonly number[]; readonly value: unknown }

function mutate(steps: unknown[], change: Change): void {
  switch (change.kind) {
    case 'swap':
      ;[steps[change.step], steps[change.other]] = [steps[change.other], steps[change.step]]
      return
    case 'repeat':
      steps.splice(change.other, 0, steps[change.step])
      return
    case 'remove':
      steps.splice(change.step, 1)
      return
    case 'replace':
      replaceAt(steps, change.step, change.path, change.value)
  }
}

/** Follows the path into the step as far as it leads, and puts the value there. */
function replaceAt(steps: unknown[], step: number, path: readonly number[], value: unknown): void {
  let parent: Record<string, unknown> = steps as never
  let field = String(step)
  for (const turn of path) {
    const inner = parent[field]
    if (typeof inner !== 'object' || inner === null) break
    const fields = Object.keys(inner)
    if (fields.length === 0) break
    parent = inner as Record<string, unknown>
    field = fields[turn % fields.length] ?? ''
  }
  parent[field] = value
}

function deepWrite(depth: number): unknown {
  let value: unknown = 1
  for (let count = 0; count < depth; count++) value = [value]
  return { kind: 'write', operations: [{ op: 'put', collection: 'notes', document: { _id: 'a', value } }], basedOn: null }
}

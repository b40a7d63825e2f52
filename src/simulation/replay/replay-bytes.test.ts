// What a replay may take together: the bytes of disks, of frames under way and of generated writes.
import { expect, test } from 'vitest'
import { nodeName, type RequestId } from '../../aerodb/ids.ts'
import { GUARDS } from '../../aerodb/rules/guards.ts'
import { MAX_WRITE_SET_BYTES, MAX_WRITE_SET_OPERATIONS } from '../../aerodb/wal/limits.ts'
import { AeroFailure } from '../../platform/failure.ts'
import { GENERATED_DOCUMENT_BYTES, generatedCommand } from '../../platform/generated-write.ts'
import { loadHash128 } from '../../platform/hashing.ts'
import { readStep } from '../../platform/trace/read-step.ts'
import type { Trace } from '../../platform/trace/trace.ts'
import type { Choice } from '../choice.ts'
import { ENGINE, RehearsedRun, replayed } from './rehearsed-run.ts'
import { Replay } from './replay.ts'

const hash = await loadHash128()
const [n1, n2, n3] = [nodeName('n1'), nodeName('n2'), nodeName('n3')]
/** More than any replay here takes. */
const PLENTY_BYTES = 2 ** 24
/** What a document without a body takes of the heap while its write waits. */
const MEASURED_DOCUMENT_BYTES = 297

const put = (id: string, textLength: number): Choice => {
  const document = { _id: id, text: 'x'.repeat(textLength) }
  return {
    kind: 'command',
    node: n1,
    command: { kind: 'write', operations: [{ op: 'put', collection: 'notes', document }], basedOn: null },
  }
}
const land: Choice = { kind: 'land', node: n1 }

/** How it ended, and after how many steps. */
function outcomeOf(trace: Trace, bytesMost: number): { readonly ending: string; readonly steps: number } {
  const replay = new Replay({ hash, guards: GUARDS, engine: ENGINE, bytesMost }, trace)
  try {
    const progress = replay.advance(Number.POSITIVE_INFINITY)
    const isIdentical = progress.kind === 'ended' && progress.report.identical
    return { ending: isIdentical ? 'identical' : 'differs', steps: replay.taken }
  } catch (thrown) {
    if (!(thrown instanceof AeroFailure)) throw thrown
    return { ending: thrown.code, steps: replay.taken }
  }
}

/** The fewest bytes with which a trace is replayed to its end. */
function bytesTaken(trace: Trace): number {
  let [refused, enough] = [0, PLENTY_BYTES]
  expect(outcomeOf(trace, enough).ending).toBe('identical')
  while (enough - refused > 1) {
    const middle = Math.floor((refused + enough) / 2)
    const { ending } = outcomeOf(trace, middle)
    expect(['identical', 'AERO_TRACE_TOO_LARGE']).toContain(ending)
    if (ending === 'identical') enough = middle
    else refused = middle
  }
  return enough
}

test('the batches of a disk that a trace states are counted', () => {
  const bytes = 30_000
  const batch = Buffer.from(new Uint8Array(bytes)).toString('base64')
  const empty = new RehearsedRun(hash).trace()
  const stated = { node: 'n1', disk: { manifest: null, batches: [[1, batch]] } }
  const trace = { ...empty, steps: [stated] }
  expect(bytesTaken(trace)).toBe(bytes)
  // Each that is stated was read, whatever takes its place.
  expect(bytesTaken({ ...empty, steps: [stated, stated] })).toBe(2 * bytes)
})

test('the frames that a link loses at its end are no longer counted', () => {
  const lost: readonly Choice[] = [put('a', 9_000), land, { kind: 'linkDown', a: n1, b: n2 }, { kind: 'linkDown', a: n1, b: n3 }]
  const before = new RehearsedRun(hash).take(lost)
  expect(before.cluster.busyLinks()).toEqual([])
  // The two frames that were lost had as much as this takes, and more.
  const after = new RehearsedRun(hash).take([...lost, put('b', 8_000), land])
  expect(bytesTaken(after.trace())).toBe(bytesTaken(before.trace()))
  const undisturbed = new RehearsedRun(hash).take([...lost.slice(0, 2), put('b', 8_000), land])
  expect(bytesTaken(undisturbed.trace())).toBeGreaterThan(bytesTaken(after.trace()) + 3 * 8_000)
})

test('generated documents without a body are counted for what they take all the same', () => {
  const inFlight = new RehearsedRun(hash).take([put('a', 1)]).trace()
  const documents = 10_000
  const bodiless = { kind: 'bulk', index: 0, documents, bodyBytes: 0 }
  const many = Array.from({ length: 600 }, (_, index) => ({ node: 'n1', write: [`w${index}`, bodiless] }))
  const fit = 2
  const { ending, steps } = outcomeOf(
    { ...inFlight, steps: [...inFlight.steps, ...many] },
    (fit + 1) * documents * MEASURED_DOCUMENT_BYTES,
  )
  expect(ending).toBe('AERO_TRACE_TOO_LARGE')
  expect(steps).toBe(inFlight.steps.length + fit)
  const most = Math.floor((8 * 2 ** 20) / GENERATED_DOCUMENT_BYTES)
  const step = (count: number) => ({ node: 'n1', write: ['w', { ...bodiless, documents: count }] })
  expect(() => readStep(step(most), 0)).not.toThrow()
  expect(() => readStep(step(most + 1), 0)).toThrow('AERO_TRACE_TOO_LARGE')
})

test('the largest generated write that a node takes is replayed (DOC-3, DOC-4)', () => {
  const write = { kind: 'bulk', index: 0, documents: MAX_WRITE_SET_OPERATIONS, bodyBytes: 340 } as const
  const run = new RehearsedRun(hash)
  const request: RequestId = run.cluster.command(n1, generatedCommand(write))
  run.cluster.settle()
  expect(run.cluster.outcomes.get(request)).toMatchObject({ kind: 'acknowledged' })
  const larger = run.cluster.command(n1, generatedCommand({ ...write, bodyBytes: 360 }))
  expect(run.cluster.outcomes.get(larger)).toMatchObject({
    kind: 'rejected',
    error: { rule: 'DOC-4', evidence: { maximumBytes: MAX_WRITE_SET_BYTES } },
  })
  const trace = run.trace()
  const steps = trace.steps.map((step, place) => {
    const read = readStep(step, place)
    return 'ask' in read && read.ask[0] === request ? { ...(step as object), ask: undefined, write: [request, write] } : step
  })
  expect(replayed(hash, { ...trace, steps: JSON.parse(JSON.stringify(steps)) as Trace['steps'] })).toMatchObject({
    identical: true,
  })
})

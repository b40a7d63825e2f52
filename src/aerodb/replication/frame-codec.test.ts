import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crc32 } from '../bytes/checksum.ts'
import type { FrameBody } from './frame.ts'
import { openFrame, sealFrame } from './frame-codec.ts'
import { NO_SESSION, type SessionId } from './session-id.ts'

const text = fc.string({ unit: 'binary', maxLength: 12 })
const number = fc.maxSafeNat()
const digest = fc.uint8Array({ minLength: 16, maxLength: 16 })
const identity = { clusterId: text, historyId: fc.option(text.filter((id) => id !== '')), configurationVersion: text }
const purpose = fc.constantFrom('stream', 'resume', 'bootstrap')
const reason = fc.constantFrom('WalGapDetected', 'HistoryDivergence', 'AuthorityAmbiguity', 'WalCorruption', 'ConfigurationError')
const evidence = fc.dictionary(
  text.filter((field) => field !== '__proto__'),
  fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)),
)
const verdict = fc.record({ rule: text, code: text, halt: reason, message: text, evidence })

const BODIES = {
  hello: fc.record({ kind: fc.constant('hello'), claimsPrimary: fc.boolean(), ...identity }),
  present: fc.record({
    kind: fc.constant('present'),
    purpose,
    ...identity,
    lastLsn: number,
    chain: digest,
    claimedLsn: number,
  }),
  accept: fc.record({
    kind: fc.constant('accept'),
    purpose,
    presentNumber: number,
    historyId: text,
    primaryDurableLsn: number,
    primaryCommitId: number,
  }),
  refuse: fc
    .record({ presentNumber: number, verdict, halt: fc.option(reason) })
    .map(({ presentNumber, verdict: said, halt }) => ({ kind: 'refuse' as const, presentNumber, ...said, halt })),
  records: fc.record({
    kind: fc.constant('records'),
    clusterId: text,
    historyId: text,
    firstLsn: number,
    lastLsn: number,
    chainBefore: digest,
    chainAfter: digest,
    primaryDurableLsn: number,
    primaryCommitId: number,
    records: fc.uint8Array({ maxLength: 64 }),
  }),
  report: fc.record({
    kind: fc.constant('report'),
    durableLsn: number,
    chain: digest,
    appliedLsn: number,
    appliedCommitId: number,
    state: digest,
  }),
  endSession: fc.record({
    kind: fc.constant('endSession'),
    cause: text,
    verdict: fc.option(verdict),
    divergence: fc.option(fc.record({ lsn: number, chain: digest })),
  }),
} satisfies { readonly [Kind in FrameBody['kind']]: fc.Arbitrary<Extract<FrameBody, { readonly kind: Kind }>> }

const KINDS = Object.entries(BODIES).map(([kind, body]) => ({ kind, body: body as fc.Arbitrary<FrameBody> }))
const session: fc.Arbitrary<SessionId> = fc.record({ primaryIncarnation: number, replicaIncarnation: number, counter: number })

/** The frame with other bytes in place of its payload, sealed as a sender would have sealed it. */
function withPayload(frame: Uint8Array, payload: Uint8Array): Uint8Array {
  const header = frame.slice(0, 52)
  new DataView(header.buffer).setUint32(48, payload.length, true)
  const checked = new Uint8Array([...header, ...payload])
  const checksum = new Uint8Array(4)
  new DataView(checksum.buffer).setUint32(0, crc32(checked), true)
  return new Uint8Array([...checked, ...checksum])
}

describe.each(KINDS)('a $kind frame', ({ body }) => {
  test('is opened as it was sealed (LOG-1)', () => {
    fc.assert(
      fc.property(number, number, session, body, (senderIncarnation, frameNumber, id, said) => {
        const { frame, fault } = openFrame(sealFrame(senderIncarnation, frameNumber, id, said))
        expect(fault).toBeNull()
        expect(frame).toEqual({ protocol: 1, senderIncarnation, number: frameNumber, session: id, body: said })
      }),
      { numRuns: 50 },
    )
  })

  test('with any one bit flipped, or cut at any length, is not believed (LOG-1)', () => {
    fc.assert(
      fc.property(body, (said) => {
        const bytes = sealFrame(3, 7, NO_SESSION, said)
        for (let bit = 0; bit < bytes.length * 8; bit++) {
          const flipped = bytes.slice()
          flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
          expect([bit, openFrame(flipped).frame]).toEqual([bit, null])
        }
        for (let length = 0; length < bytes.length; length++) {
          expect([length, openFrame(bytes.subarray(0, length)).frame]).toEqual([length, null])
        }
      }),
      { numRuns: 3 },
    )
  })

  test('with a payload that is not one, though all of it is sealed, is not believed and not thrown at (LOG-1)', () => {
    fc.assert(
      fc.property(body, fc.uint8Array({ maxLength: 80 }), fc.nat(), (said, junk, at) => {
        const bytes = sealFrame(3, 7, NO_SESSION, said)
        const payload = bytes.subarray(52, bytes.length - 4)
        const changed = payload.slice()
        changed.set(junk.subarray(0, changed.length), 0)
        for (const forged of [
          junk,
          changed,
          payload.subarray(0, at % (payload.length + 1)),
          new Uint8Array([...payload, ...junk]),
        ]) {
          const { frame, fault } = openFrame(withPayload(bytes, forged))
          expect((frame === null) === (fault !== null)).toBe(true)
        }
      }),
      { numRuns: 50 },
    )
  })
})

test('of an unknown kind, a frame is not believed (LOG-1)', () => {
  const bytes = sealFrame(3, 7, NO_SESSION, { kind: 'endSession', cause: '', verdict: null, divergence: null })
  bytes[6] = 7
  expect(openFrame(withPayload(bytes, new Uint8Array(6)))).toEqual({ frame: null, fault: 'its kind is unknown' })
})

test('of another protocol, a frame is opened, and nothing within is read (MODEL-12)', () => {
  const bytes = sealFrame(3, 7, NO_SESSION, { kind: 'endSession', cause: '', verdict: null, divergence: null })
  bytes[4] = 2
  expect(openFrame(withPayload(bytes, new Uint8Array([1, 2, 3])))).toMatchObject({ frame: { protocol: 2 }, fault: null })
})

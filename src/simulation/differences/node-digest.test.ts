import { describe, expect, test } from 'vitest'
import type { BatchId } from '../../aerodb/ids.ts'
import { AeroNode } from '../../aerodb/node/aero-node.ts'
import { Core } from '../../aerodb/node/core.ts'
import { GUARDS } from '../../aerodb/rules/guards.ts'
import { loadHash128 } from '../../platform/hashing.ts'
import { N2, N3 } from '../rehearsal.ts'
import { PART_CHANGES } from './changed-cores.ts'
import { MOMENTS } from './core-moments.ts'
import { fieldsOf } from './difference.ts'
import { CORE_CASES } from './of-cores.ts'
import { LOG_CASES, VERSION_STORE_CASES } from './of-logs.ts'
import { digestOf, grafted, withField } from './open-cores.ts'
import { rebuilt } from './rebuilt-core.ts'

const hash = await loadHash128()

function batchOf({ inFlight }: Core): BatchId {
  if (inFlight === null) throw new Error('nothing is in flight')
  return inFlight.id
}

const FIELDS = fieldsOf(CORE_CASES)

describe('the digest of a node tells all that can matter to its future', () => {
  test('every field of a node has its case: two runs, what it is derived from, or why it is left out', () => {
    const [own, derived] = [true, false].map((isOwn) =>
      FIELDS.filter((field) => (CORE_CASES[field].kind !== 'derived') === isOwn),
    )
    expect(own?.toSorted()).toEqual(Object.keys(new Core({ hash, guards: GUARDS })).toSorted())
    const accessors = Object.entries(Object.getOwnPropertyDescriptors(Core.prototype)).filter(([, found]) => 'get' in found)
    // The hash is a function, and no field.
    expect([...(derived ?? []), 'hash'].toSorted()).toEqual(accessors.map(([name]) => name).toSorted())
  })

  test.each(FIELDS.filter((field) => CORE_CASES[field].kind === 'runs'))('%s', (field) => {
    const made = CORE_CASES[field]
    if (made.kind !== 'runs') return
    const [one, other] = made.cores(hash)
    expect(digestOf(other)).not.toBe(digestOf(one))
    expect(digestOf(grafted(one, field, other))).not.toBe(digestOf(one))
    expect(digestOf(grafted(one, field, one))).toBe(digestOf(one))
  })

  test.each(PART_CHANGES)('$part, by each of its fields', ({ moment, changed }) => {
    const core = moment(hash)
    const copies = changed(core)
    expect(copies.length).toBeGreaterThan(0)
    for (const [field, copy] of copies)
      expect({ field, isTold: digestOf(copy) !== digestOf(core) }).toEqual({ field, isTold: true })
  })

  test.each(fieldsOf(LOG_CASES))('%s of a log', (field) => {
    const core = MOMENTS.primary(hash)
    const made = LOG_CASES[field]
    if (made.kind === 'derived') return
    const [one, other] = made.of(core.log, hash)
    expect(digestOf(withField(core, 'log', one))).not.toBe(digestOf(withField(core, 'log', other)))
  })

  test.each(fieldsOf(VERSION_STORE_CASES))('%s of the versions', (field) => {
    const core = MOMENTS.primary(hash)
    const made = VERSION_STORE_CASES[field]
    if (made.kind === 'derived') return
    const [one, other] = made.of(core.versions, hash)
    expect(digestOf(withField(core, 'versions', one))).not.toBe(digestOf(withField(core, 'versions', other)))
  })
})

test('neither the digest of a node nor what it does goes by the order in which its peers came (LOG-11)', () => {
  const core = MOMENTS.primaryAppending(hash)
  const turned = rebuilt(core)
  expect([...turned.sessions.keys()]).toEqual([...core.sessions.keys()].toReversed())
  expect(digestOf(turned)).toBe(digestOf(core))
  const [effects, turnedEffects] = [core, turned].map((own) => new AeroNode(own).step({ kind: 'batchDurable', id: batchOf(own) }))
  expect(turnedEffects).toEqual(effects)
  expect(effects?.flatMap((effect) => (effect.kind === 'send' ? [effect.peer] : []))).toEqual([N2, N3])
})

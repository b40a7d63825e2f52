import { describe, expect, test } from 'vitest'
import { Core } from '../../aerodb/node/core.ts'
import { GUARDS } from '../../aerodb/rules/guards.ts'
import { loadHash128 } from '../../platform/hashing.ts'
import { PART_CHANGES } from './changed-cores.ts'
import { MOMENTS } from './core-moments.ts'
import { fieldsOf } from './difference.ts'
import { CORE_CASES } from './of-cores.ts'
import { LOG_CASES, VERSION_STORE_CASES } from './of-logs.ts'
import { digestOf, grafted, withField } from './open-cores.ts'

const hash = await loadHash128()

const FIELDS = fieldsOf(CORE_CASES)

describe('the digest of a node tells all that can matter to its future', () => {
  test('every field of a node has its case: two runs, what it is derived from, or why it is left out', () => {
    const core = new Core({ hash, guards: GUARDS })
    const accessors = Object.getOwnPropertyDescriptors(Core.prototype)
    for (const field of FIELDS) {
      const isOwn = Object.hasOwn(core, field)
      expect({ field, isOwn }).toEqual({ field, isOwn: CORE_CASES[field].kind !== 'derived' })
      if (!isOwn) expect(accessors[field]?.get).toBeDefined()
    }
    expect(FIELDS).toEqual(expect.arrayContaining(Object.keys(core)))
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

import { describe, expect, it } from 'vitest'
import { batchFailureOf } from './batch-failure.ts'
import { openError, readError, writeError } from './disk.ts'

const named = (name: string) => new DOMException('as the browser says', name)

describe('a batch that is not durable (WAL-10)', () => {
  it.each(['QuotaExceededError', 'ConstraintError', 'DataError'])('has provably aborted at a %s (FAIL-71, FAIL-72)', (name) => {
    expect(batchFailureOf(named(name))).toEqual({ outcome: 'aborted', cause: name })
  })

  it.each([
    'UnknownError',
    'AbortError',
    'InvalidStateError',
    'NotReadableError',
  ])('may have landed at a %s: unknown (FAIL-73)', (name) => {
    expect(batchFailureOf(named(name))).toEqual({ outcome: 'unknown', cause: name })
  })

  it('may have landed where no reason is given (FAIL-73)', () => {
    expect(batchFailureOf(null).outcome).toBe('unknown')
  })
})

describe('a database', () => {
  it('that a later version wrote is named so, and no other fault is (RECOVERY-3, FAIL-75)', () => {
    expect(openError('d', named('VersionError'))).toMatchObject({ code: 'AERO_HOST_DATABASE_NEWER', rule: 'RECOVERY-3' })
    const unreadable = openError('d', named('UnknownError'))
    expect(unreadable).toMatchObject({ code: 'AERO_HOST_DISK_UNREADABLE', evidence: { database: 'd', cause: 'UnknownError' } })
    expect(unreadable).not.toHaveProperty('rule')
  })

  it('that opens and can not be read is unreadable too, and no fault of this code', () => {
    const unreadable = readError('d', named('UnknownError'))
    expect(unreadable).toMatchObject({
      code: 'AERO_HOST_DISK_UNREADABLE',
      severity: 'FATAL',
      evidence: { cause: 'UnknownError' },
    })
    expect(unreadable.message).toBe("the browser can't read the database: UnknownError")
  })

  it('that takes a change back has changed nothing, and a full one says that it is full (WAL-10)', () => {
    expect(writeError(named('QuotaExceededError'))).toMatchObject({ code: 'AERO_HOST_DISK_UNWRITABLE', rule: 'WAL-10' })
    expect(writeError(named('QuotaExceededError')).message).toContain('the disk is full')
    expect(writeError(null).message).toBe('nothing was changed: aborted')
  })
})

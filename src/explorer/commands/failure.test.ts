import { expect, it } from 'vitest'
import { reportOf } from './failure.ts'

it('reads code, rule and message of a failure, and says the code once', () => {
  const failure = Object.assign(new Error('AERO_COMMAND_NODE_DEAD: n2 is dead'), {
    code: 'AERO_COMMAND_NODE_DEAD',
    rule: 'MODEL-4',
  })
  expect(reportOf(failure)).toEqual({ code: 'AERO_COMMAND_NODE_DEAD', rule: 'MODEL-4', message: 'n2 is dead' })
})

it('reports anything else that was thrown as it is', () => {
  expect(reportOf(new TypeError('x is not a function'))).toEqual({ code: null, rule: null, message: 'x is not a function' })
  expect(reportOf('out of luck')).toEqual({ code: null, rule: null, message: 'out of luck' })
  expect(reportOf(null).message).toBe('null')
})

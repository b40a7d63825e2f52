import { expect, it } from 'vitest'
import { deferred } from '../../platform/deferred.ts'
import { type FaultsRecord, NO_FAULTS } from '../faults-record.ts'
import { FaultKeeper } from './fault-keeper.ts'

const armed = (point: 'afterApply' | 'duringRecovery' | 'beforeWalDurable'): FaultsRecord => ({
  ...NO_FAULTS,
  crashPoints: { n1: point },
})

it('saves one record at a time, and what changed meanwhile in one', async () => {
  const first = deferred<void>()
  const saved: FaultsRecord[] = []
  const keeper = new FaultKeeper(
    NO_FAULTS,
    (faults) => {
      saved.push(faults)
      return saved.length === 1 ? first.promise : Promise.resolve()
    },
    () => undefined,
  )
  keeper.now(armed('afterApply'))
  keeper.now(armed('duringRecovery'))
  keeper.now(armed('beforeWalDurable'))
  expect(saved).toEqual([armed('afterApply')])
  first.resolve()
  await keeper.stored()
  expect(saved).toEqual([armed('afterApply'), armed('beforeWalDurable')])
})

it('saves nothing where nothing is different', async () => {
  const saved: FaultsRecord[] = []
  const keeper = new FaultKeeper(
    armed('afterApply'),
    (faults) => {
      saved.push(faults)
      return Promise.resolve()
    },
    () => undefined,
  )
  keeper.now(armed('afterApply'))
  await keeper.stored()
  expect(saved).toEqual([])
  keeper.now(NO_FAULTS)
  await keeper.stored()
  expect(saved).toEqual([NO_FAULTS])
})

it('tells of a save that failed, and saves the next', async () => {
  const failures: unknown[] = []
  const outcomes = [Promise.reject(new Error('full')), Promise.resolve()]
  const keeper = new FaultKeeper(
    NO_FAULTS,
    () => outcomes.shift() ?? Promise.resolve(),
    (thrown) => failures.push(thrown),
  )
  keeper.now(armed('afterApply'))
  await keeper.stored()
  expect(failures).toEqual([new Error('full')])
  keeper.now(NO_FAULTS)
  await keeper.stored()
  expect(outcomes).toEqual([])
})

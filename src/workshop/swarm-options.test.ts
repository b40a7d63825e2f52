import { expect, test } from 'vitest'
import { swarmOptions } from './swarm-options.mjs'

const DEFAULTS = { from: 7, threads: 2 }

function optionsOf(...args: readonly string[]) {
  const options = swarmOptions(args, DEFAULTS)
  if (typeof options === 'string') throw new Error(options)
  return options
}

test('a thousand seeds once, from the one that the environment names', () => {
  const { seeds, times, threads, of } = optionsOf()
  expect([seeds.length, seeds[0], seeds.at(-1), times, threads, of]).toEqual([1000, 7, 1006, 'once', 2, 'seeds'])
})

test('shards share nothing, and together are all', () => {
  const shards = ['1/3', '2/3', '3/3'].map((shard) => optionsOf('--seeds', '10', '--from', '1', '--shard', shard).seeds)
  expect(shards).toEqual([
    [1, 4, 7, 10],
    [2, 5, 8],
    [3, 6, 9],
  ])
  expect(optionsOf('--operations', '--shard', '2/2').shard(['a', 'b', 'c'])).toEqual(['b'])
})

test.each([
  [['--seed', '4'], '--seed is no option'],
  [['4'], '4 is no option'],
  [['--seeds', 'many'], '--seeds is "many": it takes a whole number'],
  [['--from'], '--from is "": it takes a whole number'],
  [['--shard', '0/3'], '--shard is "0/3": it takes i/n, with i from 1 to n'],
  [['--shard', '4/3'], '--shard is "4/3": it takes i/n, with i from 1 to n'],
])('%j is refused, with the reason', (args, reason) => {
  expect(swarmOptions(args, DEFAULTS)).toBe(reason)
})

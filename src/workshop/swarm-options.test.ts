import { expect, test } from 'vitest'
import { inShard, seedsOf, swarmOptions } from './swarm-options.mjs'

const DEFAULTS = { from: '7', threads: 2 }

function asked(...args: readonly string[]) {
  const options = swarmOptions(args, DEFAULTS)
  if ('code' in options) throw new Error(options.message)
  return options
}

function seedsAsked(...args: readonly string[]) {
  const options = asked(...args)
  if (options.of !== 'seeds') throw new Error(`${options.of} were asked for`)
  return seedsOf(options)
}

test('a thousand seeds once, from the one that the environment names', () => {
  expect(asked()).toEqual({
    of: 'seeds',
    from: 7,
    count: 1000,
    times: 'once',
    broken: null,
    threads: 2,
    totals: null,
    shard: { part: 1, parts: 1 },
  })
  const seeds = seedsAsked()
  expect([seeds.length, seeds[0], seeds.at(-1)]).toEqual([1000, 7, 1006])
})

test('the first seed is any safe integer, as CI draws its own; --from or the environment says so', () => {
  expect(seedsAsked('--from', '-2', '--seeds', '4')).toEqual([-2, -1, 0, 1])
  expect(seedsAsked('--from', '-0', '--seeds', '1')).toEqual([0])
  expect(seedsAsked('--from', '4294967296', '--seeds', '2', '--shard', '2/2')).toEqual([4294967297])
  expect(swarmOptions([], { from: '-1234', threads: 1 })).toMatchObject({ of: 'seeds', from: -1234 })
})

test('shards share nothing, and together are all', () => {
  expect(['1/3', '2/3', '3/3'].map((shard) => seedsAsked('--seeds', '10', '--from', '1', '--shard', shard))).toEqual([
    [1, 4, 7, 10],
    [2, 5, 8],
    [3, 6, 9],
  ])
  expect(inShard({ part: 2, parts: 2 }, ['a', 'b', 'c'])).toEqual(['b'])
})

test('operations, a struck run and a merge are asked for in place of seeds', () => {
  expect(asked('--operations', '--shard', '2/4', '--totals', 'two.json')).toMatchObject({
    of: 'operations',
    shard: { part: 2, parts: 4 },
    totals: 'two.json',
  })
  expect(asked('--struck', 'lives-each:crash-lost@3')).toEqual({ of: 'struck', workload: 'lives-each', aim: 'crash-lost@3' })
  expect(asked('--merge', 'one.json', 'two.json')).toEqual({ of: 'merge', files: ['one.json', 'two.json'] })
})

test.each([
  [['--seed', '4'], '--seed is no option'],
  [['--constructor', '4'], '--constructor is no option'],
  [['4'], '4 is no option'],
  [['--twice', '4'], '4 is no option'],
  [['--seeds', 'many'], '--seeds is "many": it takes a whole number'],
  [['--seeds', '-1'], '--seeds is "-1": it takes a whole number'],
  [['--seeds', '1', '--seeds', '2'], '--seeds is given twice'],
  [['--seeds', '0'], '--seeds is "0": each of 1 shards must have one at least'],
  [['--seeds', '3', '--shard', '1/4'], '--seeds is "3": each of 4 shards must have one at least'],
  [['--from'], '--from is "": it takes a whole number'],
  [['--from', '1.5'], '--from is "1.5": it takes a whole number'],
  [['--from', '-'], '--from is "-": it takes a whole number'],
  [['--from', '9007199254740992'], '--from is "9007199254740992": seeds go from -9007199254740991 to 9007199254740991'],
  [['--from', '9007199254740991'], '--from 9007199254740991 --seeds 1000: seeds end at 9007199254740991'],
  [['--seeds', '4294967297'], '--seeds is "4294967297": there are 4294967296 runs, and then they come again'],
  [['--threads', '0'], '--threads is "0": there must be one at least'],
  [['--shard', '0/3'], '--shard is "0/3": it takes i/n, with i from 1 to n'],
  [['--shard', '4/3'], '--shard is "4/3": it takes i/n, with i from 1 to n'],
  [['--totals'], '--totals is "": it takes a name'],
  [['--totals', '--twice'], '--totals is "": it takes a name'],
  [['--merge'], '--merge is "": it takes the files that --totals wrote'],
  [['--merge', 'one.json', '--seeds', '4'], '--seeds does not go with --merge'],
  [['--broken', 'WAL-8', '--totals', 'one.json'], '--totals does not go with --broken'],
  [['--operations', '--twice'], '--twice does not go with --operations'],
  [['--struck', 'lives-each'], '--struck is "lives-each": it takes a workload and an aim, with a colon between'],
])('%j is refused, with the reason', (args, message) => {
  expect(swarmOptions(args, DEFAULTS)).toEqual({ code: 'AERO_SWARM_OPTION', message })
})

test('an environment that names no seed is refused, unless the first seed is given', () => {
  const message = 'AERODB_SEED is "one": it takes a whole number'
  expect(swarmOptions([], { from: 'one', threads: 1 })).toEqual({ code: 'AERO_SWARM_OPTION', message })
  expect(swarmOptions(['--from', '1'], { from: 'one', threads: 1 })).toMatchObject({ of: 'seeds', from: 1 })
})

// What `npm run swarm` is asked for.

export const SWARM_USAGE = `npm run swarm -- [options]
  --seeds N      how many seeds to run (1000)
  --from S       the first of them (1, or AERODB_SEED)
  --twice        run each twice: the second run must be the first, to the digest
  --shard i/n    only every n-th seed, from the i-th on: i from 1 to n
  --operations   in place of seeds: strikes every disk operation of every large workload, and again in the recovery
  --threads N    how many at once (one for each core)
  --help         this text`

/**
 * @typedef {object} SwarmOptions
 * @property {readonly number[]} seeds
 * @property {'once' | 'twice'} times
 * @property {number} threads
 * @property {'seeds' | 'operations'} of
 * @property {<Item>(items: readonly Item[]) => readonly Item[]} shard those that are for this shard
 */

/** @type {Readonly<Record<string, 'number' | 'shard' | 'flag'>>} */
const OPTIONS = { seeds: 'number', from: 'number', shard: 'shard', threads: 'number', twice: 'flag', operations: 'flag' }

/**
 * @param {readonly string[]} args
 * @param {{ readonly from: number, readonly threads: number }} defaults
 * @returns {SwarmOptions | string} or what is wrong with them
 */
export function swarmOptions(args, defaults) {
  /** @type {Map<string, string>} */
  const given = new Map()
  for (let index = 0; index < args.length; index += 1) {
    const name = args[index]?.replace(/^--/, '') ?? ''
    const form = OPTIONS[name]
    if (form === undefined || !args[index]?.startsWith('--')) return `${args[index]} is no option`
    if (form !== 'flag') index += 1
    const value = form === 'flag' ? '' : (args[index] ?? '')
    if (form === 'number' && !/^\d+$/.test(value)) return `--${name} is "${value}": it takes a whole number`
    given.set(name, value)
  }
  const shard = /^(\d+)\/(\d+)$/.exec(given.get('shard') ?? '1/1')
  const [part, parts] = [Number(shard?.[1]), Number(shard?.[2])]
  if (shard === null || part < 1 || part > parts) return `--shard is "${given.get('shard')}": it takes i/n, with i from 1 to n`
  const from = Number(given.get('from') ?? defaults.from)
  const all = Array.from({ length: Number(given.get('seeds') ?? 1000) }, (_, index) => from + index)
  /** @type {SwarmOptions['shard']} */
  const inShard = (items) => items.filter((_, index) => index % parts === part - 1)
  return {
    seeds: inShard(all),
    of: given.has('operations') ? 'operations' : 'seeds',
    shard: inShard,
    times: given.has('twice') ? 'twice' : 'once',
    threads: Math.max(1, Number(given.get('threads') ?? defaults.threads)),
  }
}

// What `npm run swarm` is asked for.

export const SWARM_USAGE = `npm run swarm -- [options]
  --seeds N         how many seeds to run (1000)
  --from S          the first of them (1, or AERODB_SEED): any safe integer, a negative one too; its lower 32 bits tell its run from others
  --twice           run each twice: the second run must be the first, to the digest
  --operations      in place of seeds: strikes every disk operation of every large workload, and again every one of the recovery
  --struck W:AIM    in place of seeds: one such run, as a failure names it, such as lives-each:crash-lost@3+aborted-once@2
  --broken RULE     runs seeds on an engine that does without that rule, as a canary does: they must fail;
                    without DETERMINISM, only --twice finds it
  --shard i/n       only every n-th seed or kind of strike, from the i-th on: i from 1 to n
  --totals FILE     writes what this run, or this shard, came to
  --merge FILE…     runs nothing: adds the totals of all shards and judges the sum
  --threads N       how many at once (one for each core)
  --help            this text`

/**
 * @typedef {{ readonly code: 'AERO_SWARM_OPTION', readonly message: string }} OptionError
 * @typedef {{ readonly part: number, readonly parts: number }} Shard
 *
 * @typedef {object} Running
 * @property {Shard} shard
 * @property {number} threads
 * @property {string | null} totals the file that they are written to
 *
 * @typedef {{ readonly of: 'seeds', readonly from: number, readonly count: number, readonly times: 'once' | 'twice', readonly broken: string | null } & Running} SeedsAsked
 * @typedef {{ readonly of: 'operations' } & Running} OperationsAsked
 * @typedef {{ readonly of: 'struck', readonly workload: string, readonly aim: string }} StruckAsked
 * @typedef {{ readonly of: 'merge', readonly files: readonly string[] }} MergeAsked
 * @typedef {SeedsAsked | OperationsAsked | StruckAsked | MergeAsked} Asked
 */

/** A run is told from another by the lower 32 bits of its seed. */
const SEEDS_THERE_ARE = 2 ** 32
const DEFAULT_SEEDS = 1000

/** @typedef {'number' | 'seed' | 'shard' | 'text' | 'files' | 'flag'} Form */

/** @type {Readonly<Record<string, Form>>} */
const OPTIONS = {
  seeds: 'number',
  from: 'seed',
  threads: 'number',
  shard: 'shard',
  totals: 'text',
  struck: 'text',
  broken: 'text',
  merge: 'files',
  twice: 'flag',
  operations: 'flag',
}

/** What goes together with what is asked for. */
const BESIDE = {
  seeds: ['seeds', 'from', 'twice', 'broken', 'shard', 'totals', 'threads'],
  operations: ['operations', 'shard', 'totals', 'threads'],
  struck: ['struck'],
  merge: ['merge'],
}

/**
 * @param {string} message
 * @returns {OptionError}
 */
const wrong = (message) => ({ code: 'AERO_SWARM_OPTION', message })

/**
 * @param {readonly string[]} args
 * @param {{ readonly from: string, readonly threads: number }} defaults `from`: as the environment has it
 * @returns {Asked | OptionError} what is asked for, or what is wrong with it
 */
export function swarmOptions(args, defaults) {
  const given = read(args)
  if (!(given instanceof Map)) return given
  const of = given.has('merge') ? 'merge' : given.has('struck') ? 'struck' : given.has('operations') ? 'operations' : 'seeds'
  const beside = [...given.keys()].find((name) => !BESIDE[of].includes(name))
  if (beside !== undefined) return wrong(`--${beside} does not go with --${of}`)
  if (of === 'merge') return { of, files: given.get('merge') ?? [] }
  if (of === 'struck') return struckAsked(one(given, 'struck', ''))

  const [part = 0, parts = 0] = one(given, 'shard', '1/1').split('/').map(Number)
  const [shard, totals] = [{ part, parts }, given.has('totals') ? one(given, 'totals', '') : null]
  const threads = Number(one(given, 'threads', String(defaults.threads)))
  if (threads < 1) return wrong('--threads is "0": there must be one at least')
  if (of === 'operations') return { of, shard, totals, threads }
  const broken = given.has('broken') ? one(given, 'broken', '') : null
  if (broken !== null && totals !== null) return wrong('--totals does not go with --broken')
  const seedComplaint = given.has('from') ? null : complaintOf('seed', [defaults.from])
  if (seedComplaint !== null) return wrong(`AERODB_SEED is "${defaults.from}": ${seedComplaint}`)
  const from = seedIn(one(given, 'from', defaults.from))
  const count = Number(one(given, 'seeds', String(DEFAULT_SEEDS)))
  if (count < parts) return wrong(`--seeds is "${count}": each of ${parts} shards must have one at least`)
  if (count > SEEDS_THERE_ARE) return wrong(`--seeds is "${count}": there are ${SEEDS_THERE_ARE} runs, and then they come again`)
  if (!Number.isSafeInteger(from + count - 1))
    return wrong(`--from ${from} --seeds ${count}: seeds end at ${Number.MAX_SAFE_INTEGER}`)
  return { of, from, count, times: given.has('twice') ? 'twice' : 'once', broken, shard, totals, threads }
}

/**
 * Those that are for a shard.
 * @template Item
 * @param {Shard} shard
 * @param {readonly Item[]} items
 * @returns {readonly Item[]}
 */
export const inShard = ({ part, parts }, items) => items.filter((_, index) => index % parts === part - 1)

/**
 * @param {Pick<SeedsAsked, 'from' | 'count' | 'shard'>} asked
 * @returns {readonly number[]} the seeds that its shard runs
 */
export const seedsOf = ({ from, count, shard }) =>
  inShard(
    shard,
    Array.from({ length: count }, (_, index) => from + index),
  )

/**
 * @param {readonly string[]} args
 * @returns {Map<string, readonly string[]> | OptionError} what was given with each option
 */
function read(args) {
  /** @type {Map<string, readonly string[]>} */
  const given = new Map()
  for (let index = 0; index < args.length; ) {
    const name = args[index]?.replace(/^--/, '') ?? ''
    const form = Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined
    if (form === undefined || !args[index]?.startsWith('--')) return wrong(`${args[index]} is no option`)
    if (given.has(name)) return wrong(`--${name} is given twice`)
    const rest = args.slice(index + 1)
    const end = rest.findIndex((argument) => argument.startsWith('--'))
    const following = end < 0 ? rest : rest.slice(0, end)
    const values = form === 'flag' ? [] : form === 'files' ? following : following.slice(0, 1)
    const complaint = complaintOf(form, values)
    if (complaint !== null) return wrong(`--${name} is "${values[0] ?? ''}": ${complaint}`)
    given.set(name, values)
    index += 1 + values.length
  }
  return given
}

/**
 * @param {Form} form
 * @param {readonly string[]} values
 * @returns {string | null} null where they are of that form
 */
function complaintOf(form, values) {
  const [value = ''] = values
  if (form === 'number') return /^\d{1,10}$/.test(value) ? null : 'it takes a whole number'
  if (form === 'seed') {
    if (!/^-?\d{1,16}$/.test(value)) return 'it takes a whole number'
    return Number.isSafeInteger(Number(value)) ? null : `seeds go from ${Number.MIN_SAFE_INTEGER} to ${Number.MAX_SAFE_INTEGER}`
  }
  if (form === 'shard') {
    const [, part, parts] = /^(\d{1,6})\/(\d{1,6})$/.exec(value) ?? []
    return Number(part) >= 1 && Number(part) <= Number(parts) ? null : 'it takes i/n, with i from 1 to n'
  }
  if (form === 'flag' || value !== '') return null
  return form === 'files' ? 'it takes the files that --totals wrote' : 'it takes a name'
}

/**
 * A seed as it is written; there is one 0.
 * @param {string} text
 */
const seedIn = (text) => Number(text) + 0

/**
 * @param {string} text
 * @returns {StruckAsked | OptionError}
 */
function struckAsked(text) {
  const [workload, aim, ...more] = text.split(':')
  if (!workload || !aim || more.length > 0)
    return wrong(`--struck is "${text}": it takes a workload and an aim, with a colon between`)
  return { of: 'struck', workload, aim }
}

/**
 * @param {Map<string, readonly string[]>} given
 * @param {string} name
 * @param {string} otherwise
 * @returns {string}
 */
const one = (given, name, otherwise) => given.get(name)?.[0] ?? otherwise

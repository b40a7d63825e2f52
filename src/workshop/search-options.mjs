// What `npm run search` is asked for.
import { parseArgs } from 'node:util'
import { ruleNamed } from './named-rule.mjs'

/**
 * @typedef {import('../simulation/search/scope.ts').Scope} Scope
 * @typedef {import('../simulation/search/rules/take-away.ts').Removable} Removable
 * @typedef {Pick<typeof import('../simulation/search/threaded.ts'), 'BOUNDED' | 'REMOVABLE' | 'scopeOf'>} Search
 *
 * @typedef {{ readonly code: 'AERO_SEARCH_OPTION', readonly message: string }} OptionError
 *
 * @typedef {object} Asked
 * @property {Scope} scope
 * @property {{ readonly states: number, readonly depth: number }} bounds
 * @property {Removable | null} without the rule that is taken away
 * @property {number} threads
 * @property {string | null} trace the file that it is written to
 */

/** Inputs of up to so many peers are told apart (local-states.ts). */
const MOST_NODES = 8
/** A bound is one byte of a state's digest. (allowance.ts) */
const MOST_OF_EACH = 255
const DEFAULT_STATES = 5_000_000
const DEFAULT_DEPTH = 1000
const COUNTS = ['nodes', 'states', 'depth', 'threads']
const WORDS = ['from', 'sync', 'trace', 'without']

/** @param {string} name as in the code, such as `staleStarts` */
const flagOf = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/**
 * @param {Search} search
 * @param {number} threads as many as there are cores
 */
export const searchUsage = ({ BOUNDED }, threads) => `npm run search -- [what may happen] [how far]

What may happen, each at most so often over a whole history (0 where it is not said):
  ${BOUNDED.map((name) => `--${flagOf(name)} N`).join('  ')}
What arrives, lands, starts or links up is not bounded: all of it happens, in every order. Where all run, something has to be said.
  --nodes N        nodes, n1 the Primary (3)
  --from STATE     running: all started, nothing under way; created: all dead, on new disks; claimed: as created, and n2 is
                   a Primary too, on a host that grants it the authority though another has it (running)
  --sync POLICY    each or group (each)
  --any-node       clients write to any node, not only to the Primary
  --without RULE   takes that rule away: a guard is always content, a structural rule is broken by its mutation

How far:
  --states N       the level that finds so many states is the last (${DEFAULT_STATES})
  --depth N        steps (${DEFAULT_DEPTH})
  --threads N      (${threads}, as this machine has cores)
  --trace FILE     where something is wrong: write the run that shows it, to be replayed

Exits with 0 when everything was searched and nothing is wrong, 1 when something is, 2 when it can't do what it is asked for,
3 when --states or --depth ended it before it had seen everything, 130 when it was interrupted.`

/**
 * @param {readonly string[]} args
 * @param {Search} search
 * @param {number} threads as many as there are cores
 * @returns {Asked | OptionError} what is asked for, or what is wrong with it
 */
export function searchOptions(args, search, threads) {
  const parsed = read(args, search)
  if ('code' in parsed) return parsed
  const { given } = parsed
  for (const [name, text] of Object.entries(given)) {
    const complaint = complaintOf(name, text, search)
    if (complaint !== null) return wrong(`--${name} is "${text}": ${complaint}`)
  }
  const count = (/** @type {string} */ name, otherwise = 0) => Number(given[name] ?? otherwise)
  const nodes = count('nodes', 3)
  const begin = oneOf(given.from, ['running', 'created', 'claimed'])
  if (begin === 'claimed' && nodes < 2) return wrong('--from is "claimed": --nodes must be two at least, for a second Primary')
  const without = given.without === undefined ? null : ruleNamed(search.REMOVABLE, given.without)
  if (typeof without === 'string') return wrong(`--without is "${given.without}": ${without}`)
  const mayHappen = search.BOUNDED.map((name) => /** @type {const} */ ([name, count(flagOf(name))]))
  if (begin === 'running' && mayHappen.every(([, most]) => most === 0)) {
    const table = without === null ? '' : `; or search the scopes in which that rule decides: npm run rules -- ${without.rule}`
    return wrong(`nothing may happen: say what may, such as --writes 2 --crashes 1${table}`)
  }
  return {
    scope: search.scopeOf(Object.fromEntries(mayHappen), {
      nodes,
      begin,
      sync: oneOf(given.sync, ['each', 'group']),
      writesTo: given['any-node'] === undefined ? 'primary' : 'anyNode',
    }),
    bounds: { states: count('states', DEFAULT_STATES), depth: count('depth', DEFAULT_DEPTH) },
    without,
    threads: count('threads', threads),
    trace: given.trace ?? null,
  }
}

/**
 * @param {string} message
 * @returns {OptionError}
 */
const wrong = (message) => ({ code: 'AERO_SEARCH_OPTION', message })

/**
 * @param {readonly string[]} args
 * @param {Search} search
 * @returns {{ readonly given: Readonly<Record<string, string>> } | OptionError} what was given with each option
 */
function read(args, { BOUNDED }) {
  /** @type {Record<string, { type: 'string' | 'boolean' }>} */
  const options = { 'any-node': { type: 'boolean' } }
  for (const name of [...COUNTS, ...WORDS, ...BOUNDED.map(flagOf)]) options[name] = { type: 'string' }
  try {
    const { values } = parseArgs({ args: [...args], options })
    return { given: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])) }
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error))
  }
}

/**
 * @param {string} name of an option
 * @param {string} text
 * @param {Search} search
 * @returns {string | null} null where it takes that
 */
function complaintOf(name, text, { BOUNDED }) {
  const isBound = BOUNDED.some((bounded) => flagOf(bounded) === name)
  if (isBound || COUNTS.includes(name)) {
    const number = /^\d{1,15}$/.test(text) ? Number(text) : null
    if (number === null) return 'it takes a count'
    if (isBound && number > MOST_OF_EACH) return `${MOST_OF_EACH} at most`
    if (name === 'nodes' && (number < 1 || number > MOST_NODES)) return `from 1 to ${MOST_NODES}`
    return name === 'threads' && number < 1 ? 'there must be one at least' : null
  }
  if (name === 'from') return isOneOf(text, ['running', 'created', 'claimed'])
  if (name === 'sync') return isOneOf(text, ['each', 'group'])
  return text === '' ? 'it takes a name' : null
}

/**
 * @param {string} text
 * @param {readonly string[]} names
 */
const isOneOf = (text, names) => (names.includes(text) ? null : `it takes ${names.slice(0, -1).join(', ')} or ${names.at(-1)}`)

/**
 * @template {string} Name
 * @param {string | undefined} text
 * @param {readonly [Name, ...Name[]]} names the first is meant where nothing is said
 * @returns {Name}
 */
const oneOf = (text, names) => names.find((name) => name === text) ?? names[0]

// Which floor may import what, and which floors must stay pure. The order of the floors is ARCHITECTURE.md's.

/**
 * `deterministic`: no clock, timer, chance or input and output. `sealed`: that, and no promise either.
 * @typedef {'free' | 'deterministic' | 'sealed'} Purity
 *
 * @typedef {object} Floor
 * @property {readonly string[]} below the floors that it may import from
 * @property {readonly string[] | 'any'} packages
 * @property {Purity} purity
 */

const BELOW_CLUSTER = ['aerodb', 'platform', 'invariants', 'host', 'simulation']

/** @type {Readonly<Record<string, Floor>>} */
const PLAN = {
  aerodb: { below: [], packages: ['crc-32', 'xstate'], purity: 'sealed' },
  platform: { below: ['aerodb'], packages: ['hash-wasm'], purity: 'deterministic' },
  invariants: { below: ['aerodb', 'platform'], packages: [], purity: 'deterministic' },
  host: { below: ['aerodb', 'platform'], packages: ['idb'], purity: 'free' },
  simulation: { below: ['aerodb', 'platform', 'invariants'], packages: ['pure-rand'], purity: 'deterministic' },
  cluster: { below: BELOW_CLUSTER, packages: ['idb'], purity: 'free' },
  scenarios: { below: [...BELOW_CLUSTER, 'cluster'], packages: [], purity: 'free' },
  explorer: { below: [...BELOW_CLUSTER, 'cluster', 'scenarios'], packages: 'any', purity: 'free' },
  automation: { below: [...BELOW_CLUSTER, 'cluster', 'scenarios', 'explorer'], packages: [], purity: 'free' },
}

/** Lowest first. */
export const FLOORS = new Map(Object.entries(PLAN))

/** What a test on any floor may import besides. */
export const TEST_PACKAGES = ['vitest', 'fast-check']

/** What a test on any floor may import besides: a node is given its hash and is run by a host, and the simulator is the host for tests. */
export const TEST_FLOORS = ['platform', 'simulation']

const CLOCK = 'reads a clock'
const WAITS = 'waits'
const CHANCE = 'is chance: take entropy from an input'
const OUTSIDE = 'reaches outside'

/** Names that no deterministic floor may use, and why. */
export const NOT_DETERMINISTIC = new Map(
  Object.entries({
    Date: CLOCK,
    performance: CLOCK,
    Temporal: CLOCK,
    setTimeout: WAITS,
    setInterval: WAITS,
    setImmediate: WAITS,
    requestAnimationFrame: WAITS,
    requestIdleCallback: WAITS,
    scheduler: WAITS,
    crypto: CHANCE,
    fetch: OUTSIDE,
    globalThis: OUTSIDE,
    self: OUTSIDE,
    window: OUTSIDE,
    document: OUTSIDE,
    navigator: OUTSIDE,
    location: OUTSIDE,
    indexedDB: OUTSIDE,
    localStorage: OUTSIDE,
    sessionStorage: OUTSIDE,
    process: OUTSIDE,
    console: OUTSIDE,
    Worker: OUTSIDE,
    MessageChannel: OUTSIDE,
    BroadcastChannel: OUTSIDE,
    WeakRef: 'shows when the garbage collector runs',
    FinalizationRegistry: 'shows when the garbage collector runs',
    Intl: "depends on the machine's language",
  }),
)

/** Members that no deterministic floor may use, and why. */
export const NOT_DETERMINISTIC_MEMBERS = new Map(
  Object.entries({
    'Math.random': CHANCE,
    localeCompare: "depends on the machine's language",
    toLocaleString: "depends on the machine's language",
    toLocaleLowerCase: "depends on the machine's language",
    toLocaleUpperCase: "depends on the machine's language",
  }),
)

/** Names that no sealed floor may use, on top of those. */
export const NOT_SEALED = new Map(
  Object.entries({
    Promise: 'happens later: step() returns at once',
    queueMicrotask: 'happens later: step() returns at once',
  }),
)

// The yardstick of the benchmark: a plain breadth-first search of two-phase commit, after Lamport's TLA+ specification. A transaction manager, some resource
// managers and the set of all messages ever sent. States are plain objects, known by their JSON text: what anyone would write first.

/**
 * @typedef {'working' | 'prepared' | 'committed' | 'aborted'} ManagerState
 *
 * @typedef {object} State
 * @property {readonly ManagerState[]} managers
 * @property {'init' | 'committed' | 'aborted'} transaction
 * @property {readonly number[]} prepared resource managers that the transaction manager knows to be prepared, ascending
 * @property {readonly string[]} messages sent, in the order of the alphabet
 */

/** With seven resource managers. */
export const MANAGERS = 7
export const STATES = 296_448

/**
 * @template {string | number} Item
 * @param {readonly Item[]} items
 * @param {Item} item
 */
const withItem = (items, item) => (items.includes(item) ? items : [...items, item].toSorted((a, b) => (a < b ? -1 : 1)))

/**
 * @param {State} state
 * @param {number} manager
 * @param {ManagerState} to
 */
const moved = (state, manager, to) => ({ ...state, managers: state.managers.map((is, index) => (index === manager ? to : is)) })

/**
 * @param {State} state
 * @returns {State[]}
 */
function successors(state) {
  /** @type {State[]} */
  const next = []
  const { managers, transaction, prepared, messages } = state
  if (transaction === 'init' && prepared.length === managers.length) {
    next.push({ ...state, transaction: 'committed', messages: withItem(messages, 'commit') })
  }
  if (transaction === 'init') next.push({ ...state, transaction: 'aborted', messages: withItem(messages, 'abort') })
  for (let manager = 0; manager < managers.length; manager++) {
    const message = `prepared ${manager}`
    if (transaction === 'init' && messages.includes(message)) next.push({ ...state, prepared: withItem(prepared, manager) })
    if (managers[manager] === 'working') {
      next.push({ ...moved(state, manager, 'prepared'), messages: withItem(messages, message) })
      next.push(moved(state, manager, 'aborted'))
    }
    if (messages.includes('commit')) next.push(moved(state, manager, 'committed'))
    if (messages.includes('abort')) next.push(moved(state, manager, 'aborted'))
  }
  return next
}

/**
 * Every state that two-phase commit can reach.
 * @param {number} count of resource managers
 * @returns {number} distinct states
 */
export function searchTwoPhaseCommit(count) {
  /** @type {State} */
  const initial = { managers: Array.from({ length: count }, () => 'working'), transaction: 'init', prepared: [], messages: [] }
  const seen = new Set([JSON.stringify(initial)])
  let frontier = [initial]
  while (frontier.length > 0) {
    /** @type {State[]} */
    const found = []
    for (const state of frontier) {
      for (const next of successors(state)) {
        const key = JSON.stringify(next)
        if (seen.has(key)) continue
        seen.add(key)
        found.push(next)
      }
    }
    frontier = found
  }
  return seen.size
}

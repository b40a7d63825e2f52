// A rule that a command line names.

/** @typedef {import('../simulation/search/rules/take-away.ts').Removable} Removable */

const NEAR_AT_MOST = 5

/**
 * @param {readonly Removable[]} removables
 * @param {string} name
 * @returns {Removable | string} what is wrong with the name, where it is no rule's: with those that begin most like it, by id or guard
 */
export function ruleNamed(removables, name) {
  const found = removables.find(({ rule }) => rule === name)
  if (found !== undefined) return found
  const near = removables
    .map((removable) => ({ text: textOf(removable), likeness: likenessOf(removable, name) }))
    .filter(({ likeness }) => likeness > 0)
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, NEAR_AT_MOST)
  if (near.length > 0) return `there is no such rule; near it: ${near.map(({ text }) => text).join(', ')}`
  const families = [...new Set(removables.map(({ rule }) => rule.split('-')[0]))]
  return `there is no such rule; they are of ${families.join(', ')}`
}

/** @param {Removable} removable */
const textOf = ({ rule, guard }) => (guard === null ? rule : `${rule} (${guard})`)

/**
 * @param {Removable} removable
 * @param {string} name
 */
const likenessOf = ({ rule, guard }, name) => Math.max(sameStart(rule, name), sameStart(guard ?? '', name))

/**
 * @param {string} a
 * @param {string} b
 * @returns {number} characters in which they begin alike
 */
function sameStart(a, b) {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()]
  let length = 0
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1
  return length
}

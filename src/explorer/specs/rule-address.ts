/** A rule's id, as public/specs defines them: `LOG-5`, `MODEL-12`. */
const RULE = /^[A-Z]+-\d+$/

/** The address, within the page, of a rule in its spec. It can be kept and shared. */
export function ruleAddress(rule: string): string {
  return `#rule=${rule}`
}

/** The rule that an address names; null if it names none. */
export function ruleOfAddress(hash: string): string | null {
  const rule = new URLSearchParams(hash.replace(/^#/, '')).get('rule')
  return rule !== null && RULE.test(rule) ? rule : null
}

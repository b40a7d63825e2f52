// What `npm run rules` and the test of its table need, in the thread that keeps the table and in those that search.
export { loadHash128 } from '../../../platform/hashing.ts'
export { RULE_SCOPES } from './rule-scopes.ts'
export { needlessReasons, ruleTable, unexplained } from './rule-table.ts'
export { ruleTableText } from './rule-table-text.ts'
export { refusingGuards, searchRule } from './search-rule.ts'
export { REMOVABLE } from './take-away.ts'

// What `npm run rules` needs, in the thread that writes the table and in those that search.
export { loadHash128 } from '../../../platform/hashing.ts'
export { ruleTable, ruleTableText } from './rule-table.ts'
export { refusingGuards, searchRule } from './search-rule.ts'
export { REMOVABLE } from './take-away.ts'

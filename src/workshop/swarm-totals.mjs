// The files through which the shards of a swarm are added up.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * @typedef {typeof import('../simulation/swarm/swarm.ts')} SwarmModule
 * @typedef {import('../simulation/swarm/part.ts').TotalsError
 *   | { readonly code: 'AERO_SWARM_TOTALS_UNREADABLE' | 'AERO_SWARM_TOTALS_UNWRITABLE', readonly message: string }} TotalsError
 */

/**
 * Empties the file, before hours of work go into it, and so that what an earlier run left there is never taken for this one's.
 * @param {string} file
 * @returns {TotalsError | null}
 */
export function claimTotals(file) {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, '')
    return null
  } catch (error) {
    return { code: 'AERO_SWARM_TOTALS_UNWRITABLE', message: `${file}: ${reasonOf(error)}` }
  }
}

/**
 * @param {string} file
 * @param {string} text
 */
export function writeTotals(file, text) {
  writeFileSync(file, text)
  console.log(`totals are in ${file}`)
}

/**
 * @param {SwarmModule} swarm
 * @param {readonly string[]} files
 * @returns {import('../simulation/swarm/merge-parts.ts').Merged | TotalsError}
 */
export function mergeTotals({ mergeParts, readPart }, files) {
  const named = []
  for (const file of files) {
    let text
    try {
      text = readFileSync(file, 'utf8')
    } catch (error) {
      return /** @type {const} */ ({ code: 'AERO_SWARM_TOTALS_UNREADABLE', message: `${file}: ${reasonOf(error)}` })
    }
    const part = readPart(file, text)
    if ('code' in part) return part
    named.push({ file, part })
  }
  return mergeParts(named)
}

/** @param {unknown} error */
function reasonOf(error) {
  return error instanceof Error ? error.message : String(error)
}

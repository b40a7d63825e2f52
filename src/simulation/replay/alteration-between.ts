import type { Alteration } from '../../platform/link/alteration.ts'
import { base64Of } from '../../platform/trace/base64.ts'
import type { Replacement } from '../../platform/trace/step.ts'

/** How a frame was changed on its way: named as shortly as it can be; null where it was not. */
export function alterationBetween(sent: Uint8Array, arrived: Uint8Array): Alteration | Replacement | null {
  if (sent === arrived) return null
  const shared = Math.min(sent.length, arrived.length)
  let first = 0
  while (first < shared && sent[first] === arrived[first]) first += 1
  if (first === shared && arrived.length <= sent.length)
    return arrived.length === sent.length ? null : { kind: 'truncate', bytes: arrived.length }
  const bit = flippedBit((sent[first] ?? 0) ^ (arrived[first] ?? 0))
  if (sent.length === arrived.length && bit !== null && sameFrom(first + 1, sent, arrived)) {
    return { kind: 'flipBit', bit: first * 8 + bit }
  }
  return { kind: 'replace', bytes: base64Of(arrived) }
}

/** Which one bit is set; null for none or several. */
function flippedBit(difference: number): number | null {
  const bit = Math.log2(difference)
  return Number.isInteger(bit) ? bit : null
}

function sameFrom(start: number, a: Uint8Array, b: Uint8Array): boolean {
  for (let index = start; index < a.length; index++) if (a[index] !== b[index]) return false
  return true
}

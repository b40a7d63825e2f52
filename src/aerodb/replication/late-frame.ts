import type { NodeName } from '../ids.ts'
import type { Core } from '../node/core.ts'

/** A frame that belongs to no session of now: ordinary, so it is counted and stated, and nothing else. (LOG-2) */
export function discardLate(core: Core, peer: NodeName, frame: string, current: string): void {
  core.framesOtherSession += 1
  const { frameSession } = core.guards
  const { rule, code } = frameSession
  const evidence = frameSession.evidence(frame, current)
  core.observe({ kind: 'frameRefused', peer, rule, code, evidence, consequence: 'discard' })
}

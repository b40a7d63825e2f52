import type { Guards } from '../../aerodb/rules/guards.ts'

/** Guards that nothing a node is given in this stage can make fail, and why. */
export const OUT_OF_REACH: { readonly [name in keyof Guards]?: string } = {
  primaryRetains: 'no log is truncated until checkpoints are built, so every Primary retains LSN 1',
}

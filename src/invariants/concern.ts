import type { NodeName } from '../aerodb/ids.ts'

/**
 * What a breach is about, as narrowly as damage can have touched it. Damage explains a breach only where it struck the very thing: another
 * commit, another history or a later life of the same node is not its doing.
 */
export type Concern =
  /** Of what `node` has acknowledged in a history, the commits from `from` on are not there; from 1 on, where the history itself isn't. */
  | { readonly kind: 'promises'; readonly node: NodeName; readonly historyId: string | null; readonly from: number }
  /** What `node` serves as the commit `commitId` of a history. */
  | { readonly kind: 'served'; readonly node: NodeName; readonly historyId: string; readonly commitId: number }
  /** Which commit `commitId` names in a history, for whoever was told so by any node. */
  | { readonly kind: 'named'; readonly node: NodeName; readonly historyId: string; readonly commitId: number }
  /** What `node` goes by and what lies in its manifest are one. */
  | { readonly kind: 'manifest'; readonly node: NodeName }
  /** `node` has the authority alone. */
  | { readonly kind: 'authority'; readonly node: NodeName }

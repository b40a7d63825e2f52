/** What stands before a cluster is on the page. */
export type StartState =
  /** Workers start, and nodes read their disks. */
  | { readonly kind: 'starting' }
  /** Another tab runs this cluster. `isFree` once it has let go. */
  | { readonly kind: 'occupied'; readonly isFree: boolean; readonly takeOver: () => void }
  /** The browser lacks something that a node can't do without, or its storage can't be used. */
  | { readonly kind: 'failed'; readonly code: string | null; readonly message: string; readonly retry: (() => void) | null }

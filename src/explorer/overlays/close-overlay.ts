import { useExplorer } from '../store/explorer-store.ts'

/** Lets go of what lies above the page. */
export function closeOverlay(): void {
  useExplorer.getState().show(null)
}

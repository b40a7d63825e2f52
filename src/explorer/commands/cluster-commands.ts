import type { ClusterConfiguration } from '../../cluster/contract.ts'
import { useExplorer } from '../store/explorer-store.ts'
import { announceFailure } from './command.ts'

/** Destroys the cluster on the page and starts the demo again. */
export function createDemo(): void {
  replace((control) => control.createDemo())
}

/** Destroys the cluster on the page and starts another, empty. */
export function createCluster(configuration: ClusterConfiguration): void {
  replace((control) => control.create(configuration))
}

function replace(create: (control: NonNullable<ReturnType<typeof useExplorer.getState>['control']>) => Promise<void>): void {
  const { control } = useExplorer.getState()
  if (control === null) return
  create(control).catch((thrown: unknown) => announceFailure('No new cluster was started', thrown))
}

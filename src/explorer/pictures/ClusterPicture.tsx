import { Panel } from '../design/Panel.tsx'

export function ClusterPicture() {
  return <Panel title="Cluster">{null}</Panel>
}

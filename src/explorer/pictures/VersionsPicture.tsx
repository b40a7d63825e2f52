import { Panel } from '../design/Panel.tsx'

export function VersionsPicture() {
  return <Panel title="Versions and visibility">{null}</Panel>
}

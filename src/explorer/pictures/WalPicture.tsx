import { Panel } from '../design/Panel.tsx'

export function WalPicture() {
  return <Panel title="Write-ahead log">{null}</Panel>
}

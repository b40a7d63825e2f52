import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { installAutomation } from './automation/install.ts'
import { ClusterSource } from './cluster/live/cluster-source.ts'
import { openCluster } from './cluster/live/open-cluster.ts'
import { App } from './explorer/shell/App.tsx'

const source = new ClusterSource(openCluster)
installAutomation(source)

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id "root"')

createRoot(root).render(
  <StrictMode>
    <App source={source} />
  </StrictMode>,
)

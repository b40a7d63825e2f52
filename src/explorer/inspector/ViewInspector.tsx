import type { ClusterView } from '../../cluster/cluster.ts'
import { closeReadView } from '../commands/client-commands.ts'
import { Button } from '../design/Button.tsx'
import type { Selection } from '../store/selection.ts'
import { Facts } from './Facts.tsx'
import { Head, Says } from './Head.tsx'

export function ViewInspector({
  selection,
  view,
}: {
  readonly selection: Extract<Selection, { kind: 'view' }>
  readonly view: ClusterView
}) {
  const node = view.nodes.find(({ name }) => name === selection.node)
  const open = node?.position?.readViews.find(({ id }) => id === selection.view)
  const newest = node?.position?.appliedCommitId
  return (
    <Head kind="Selected read view" name={`${selection.view} on ${selection.node}`}>
      {open === undefined || newest === undefined ? (
        <Says>It is not open any more.</Says>
      ) : (
        <>
          <Says>
            It sees, of every document, the version with the largest CommitId up to {open.bound}. Its bound is fixed for as long
            as it is open.
          </Says>
          <Facts
            facts={[
              ['bound', `CommitId ${open.bound}`],
              [`newest on ${selection.node}`, `CommitId ${newest}`],
              ['older by', `${newest - open.bound} commits`],
            ]}
          />
          <div>
            <Button
              label={`Close read view ${selection.view} on ${selection.node}`}
              onPress={() => closeReadView(selection.node, selection.view)}
            >
              Close it
            </Button>
          </div>
        </>
      )}
    </Head>
  )
}

import { linkOf } from '../../cluster/availability.ts'
import type { ClusterView } from '../../cluster/cluster.ts'
import { Button } from '../design/Button.tsx'
import { useExplorer } from '../store/explorer-store.ts'
import type { Selection } from '../store/selection.ts'
import { Facts } from './Facts.tsx'
import { Head } from './Head.tsx'
import { linkSentence } from './link-sentence.ts'
import { Section } from './Section.tsx'

export function FrameInspector({
  selection,
  view,
}: {
  readonly selection: Extract<Selection, { kind: 'frame' }>
  readonly view: ClusterView
}) {
  const select = useExplorer((state) => state.select)
  const { from, to, incarnation, number, firstLsn, lastLsn } = selection
  const link = linkOf(view, from, to)
  return (
    <>
      <Head kind="Selected frame" name={`${from} → ${to} · ${number}`}>
        <Facts
          facts={[
            ['sender', `${from}, incarnation ${incarnation}`],
            ['frame number', number],
            ['records', firstLsn === null || lastLsn === null ? 'none' : `LSN ${firstLsn} to ${lastLsn}`],
          ]}
        />
      </Head>
      <Section title="Its direction of the link">
        {link === null ? null : <p>{linkSentence(link)}</p>}
        <div>
          <Button onPress={() => select({ kind: 'link', from, to })}>
            Open {from} → {to}
          </Button>
        </div>
      </Section>
    </>
  )
}

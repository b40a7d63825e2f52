import { ArrowLeftRight } from 'lucide-react'
import { availabilityOfHeal, availabilityOfPartition, availabilityOfRelease, linkOf } from '../../cluster/availability.ts'
import type { ClusterView, LinkView } from '../../cluster/cluster.ts'
import type { NodeName } from '../../cluster/contract.ts'
import { heal, partition, releaseAll, releaseOne } from '../commands/link-commands.ts'
import { Badge } from '../design/Badge.tsx'
import { Button } from '../design/Button.tsx'
import { EmptyState } from '../design/EmptyState.tsx'
import { useExplorer } from '../store/explorer-store.ts'
import { ConditionControls } from './ConditionControls.tsx'
import { Facts } from './Facts.tsx'
import { Head, Says } from './Head.tsx'
import styles from './LinkInspector.module.css'
import { linkSentence } from './link-sentence.ts'
import { Section } from './Section.tsx'

/** One direction of one link, frame by frame in your hand. */
export function LinkInspector({
  from,
  to,
  view,
}: {
  readonly from: NodeName
  readonly to: NodeName
  readonly view: ClusterView
}) {
  const link = linkOf(view, from, to)
  const back = linkOf(view, to, from)
  if (link === null || back === null) return <EmptyState title={`There is no link from ${from} to ${to}`} />
  return (
    <>
      <Head kind="Selected direction of a link" name={`${from} → ${to}`} badge={<LinkBadge link={link} />}>
        <Says>{linkSentence(link)}</Says>
        <Both link={link} back={back} />
      </Head>
      <Section title={`Frames from ${from} to ${to}`}>
        <ConditionControls key={`${from} ${to}`} link={link} />
        <div className={styles.row}>
          <Button
            label={`Release one held frame from ${from} to ${to}`}
            blocked={availabilityOfRelease(link)}
            onPress={() => releaseOne(from, to)}
          >
            Release one
          </Button>
          <Button
            label={`Release all held frames from ${from} to ${to}`}
            blocked={availabilityOfRelease(link)}
            onPress={() => releaseAll(from, to)}
          >
            Release all{link.held > 0 ? ` ${link.held}` : ''}
          </Button>
        </div>
      </Section>
      <Section title="Counted since the link began">
        <Facts
          facts={[
            ['delivered frames', link.delivered],
            ['lost frames', link.lost],
            ['held now', link.held],
            ['in flight now', link.inFlight],
            ['epoch', link.epoch],
          ]}
        />
      </Section>
    </>
  )
}

function LinkBadge({ link }: { readonly link: LinkView }) {
  if (!link.up) return <Badge hue="halted">down</Badge>
  if (link.condition.kind === 'pass') return <Badge hue="healthy">up</Badge>
  return <Badge hue={link.condition.kind === 'cut' ? 'halted' : 'held'}>{link.condition.kind}</Badge>
}

/** What concerns both directions, and the way to the other. */
function Both({ link, back }: { readonly link: LinkView; readonly back: LinkView }) {
  const select = useExplorer((state) => state.select)
  const { from, to } = link
  return (
    <div className={styles.row}>
      <Button
        look="danger"
        label={`Cut ${from} and ${to} apart`}
        blocked={availabilityOfPartition(link)}
        onPress={() => partition(from, to)}
      >
        Cut both
      </Button>
      <Button
        label={`Heal the link between ${from} and ${to}`}
        blocked={availabilityOfHeal([link, back])}
        onPress={() => heal(from, to)}
      >
        Heal both
      </Button>
      <Button look="quiet" onPress={() => select({ kind: 'link', from: to, to: from })} hint="Select the other direction">
        <ArrowLeftRight size={14} aria-hidden /> {to} → {from}
      </Button>
    </div>
  )
}

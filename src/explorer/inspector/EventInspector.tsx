import type { RuleEvaluation } from '../../aerodb/inspection.ts'
import type { ClusterEvent } from '../../cluster/event.ts'
import { Badge } from '../design/Badge.tsx'
import { Button } from '../design/Button.tsx'
import { clockText } from '../events/clock-text.ts'
import { EVENT_GROUPS, eventText } from '../events/event-text.ts'
import { RuleLink } from '../specs/RuleLink.tsx'
import { useExplorer } from '../store/explorer-store.ts'
import type { Selection } from '../store/selection.ts'
import { evidenceFacts } from './evidence.ts'
import { Facts } from './Facts.tsx'
import { Head, Says } from './Head.tsx'
import { RequestWhy } from './RequestInspector.tsx'
import { Section } from './Section.tsx'

export function EventInspector({ selection }: { readonly selection: Extract<Selection, { kind: 'event' }> }) {
  const cluster = useExplorer((state) => state.cluster)
  const event = cluster?.events().events.find(({ sequence }) => sequence === selection.sequence)
  if (event === undefined)
    return (
      <Head kind="Selected event" name={`Event ${selection.sequence}`}>
        <Says>It is older than what the event log keeps.</Says>
      </Head>
    )
  return <Event key={event.sequence} event={event} />
}

function Event({ event }: { readonly event: ClusterEvent }) {
  const select = useExplorer((state) => state.select)
  const { node, text, rule, group, tone } = eventText(event)
  const evidence = evidenceOf(event)
  return (
    <>
      <Head
        kind="Selected event"
        name={node ?? 'Link'}
        badge={<Badge hue={tone === 'bad' ? 'halted' : tone === 'good' ? 'healthy' : 'marker'}>{EVENT_GROUPS[group]}</Badge>}
      >
        <Says>
          {text.charAt(0).toUpperCase() + text.slice(1)}. {rule === null ? null : <RuleLink rule={rule} />}
        </Says>
        <Facts
          facts={[
            ['event', event.sequence],
            ['at', clockText(event.atMillis)],
          ]}
        />
        {node === null ? null : (
          <div>
            <Button size="small" onPress={() => select({ kind: 'node', node })}>
              Open {node}
            </Button>
          </div>
        )}
      </Head>
      {evidence === null ? null : (
        <Section title="Evidence">
          <Facts facts={evidenceFacts(evidence).map(({ name, value }) => [name, value] as const)} />
        </Section>
      )}
      {event.kind === 'client' ? <RequestWhy request={event.request} /> : null}
    </>
  )
}

/** What the node evaluated, where the event carries it. */
function evidenceOf(event: ClusterEvent): RuleEvaluation['evidence'] | null {
  if (event.kind !== 'observed') return null
  const { observation } = event
  if (observation.kind === 'frameRefused' || observation.kind === 'sessionRefused') return observation.evidence
  if (observation.kind === 'halted') return observation.halt.evidence
  if (observation.kind === 'startRefused') return observation.error.evidence ?? null
  return null
}

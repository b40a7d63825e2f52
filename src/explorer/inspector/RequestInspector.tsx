import type { ReactNode } from 'react'
import type { ReadOutcome } from '../../cluster/contract.ts'
import { outcomeText } from '../client/outcome-text.ts'
import { Badge } from '../design/Badge.tsx'
import { Button } from '../design/Button.tsx'
import { asSentence } from '../design/sentence.ts'
import { RuleLink } from '../specs/RuleLink.tsx'
import type { ClientOutcome } from '../store/client-outcome.ts'
import { useExplorer } from '../store/explorer-store.ts'
import { Facts } from './Facts.tsx'
import { Head, Says } from './Head.tsx'
import { useAnswer } from './use-answer.ts'
import styles from './VersionInspector.module.css'
import { Why } from './Why.tsx'

/** What a client asked, what came of it, and why. */
export function RequestInspector({ number }: { readonly number: number }) {
  const kept = useExplorer((state) => state.outcomes.find((outcome) => outcome.number === number))
  if (kept === undefined)
    return (
      <Head kind="Selected request" name={`Request ${number}`}>
        <Says>Only the newest outcomes are kept here. The event log keeps more.</Says>
      </Head>
    )
  return <Request key={number} kept={kept} />
}

function Request({ kept }: { readonly kept: ClientOutcome }) {
  const { node, asked, outcome } = kept
  const { text, tone } = outcomeText(outcome)
  return (
    <>
      <Head
        kind={`Selected request to ${node}`}
        name={asked}
        badge={<Badge hue={tone === 'good' ? 'healthy' : tone === 'bad' ? 'halted' : 'held'}>{text}</Badge>}
      >
        <OutcomeDetail kept={kept} />
        <Facts facts={[['request', outcome.request]]} />
      </Head>
      {outcome.outcome === 'unknown' ? null : <RequestWhy request={outcome.request} />}
    </>
  )
}

/** The rules that were asked for one request, as the node kept them. */
export function RequestWhy({ request }: { readonly request: string }) {
  return <Why answer={useAnswer(request, request, (cluster) => cluster.explainInFull({ request }))} />
}

function OutcomeDetail({ kept }: { readonly kept: ClientOutcome }): ReactNode {
  const select = useExplorer((state) => state.select)
  const { outcome } = kept
  switch (outcome.outcome) {
    case 'acknowledged': {
      const { commitId } = outcome
      return (
        <div>
          <Button size="small" onPress={() => select({ kind: 'commit', commitId })}>
            Commit {commitId}
          </Button>
        </div>
      )
    }
    case 'unknown':
      return (
        <Says>
          The node died before it answered. The write may have become durable, or not: a read after its restart shows which.
        </Says>
      )
    case 'rejected':
    case 'refused':
      return (
        <Says>
          {asSentence(outcome.error.message)} <code>{outcome.error.code}</code>{' '}
          {outcome.error.rule === undefined ? null : <RuleLink rule={outcome.error.rule} />}
        </Says>
      )
    case 'served':
      return (
        <>
          <Says>{servedText(outcome)}</Says>
          {outcome.document === null ? null : <pre className={styles.document}>{JSON.stringify(outcome.document, null, 2)}</pre>}
        </>
      )
    case 'opened': {
      const { view } = outcome
      return (
        <div>
          <Button size="small" onPress={() => select({ kind: 'view', node: kept.node, view })}>
            Read view {view}
          </Button>
        </div>
      )
    }
  }
}

function servedText({ document, version, bound }: Extract<ReadOutcome, { readonly outcome: 'served' }>): string {
  if (version === null) return `Nothing was written up to CommitId ${bound}.`
  if (document === null) return `Deleted: at CommitId ${bound} the version ${version}, a tombstone, is seen.`
  return `At CommitId ${bound} the version ${version} is seen.`
}

import { Check, Minus, X } from 'lucide-react'
import type { Explanation, RuleEvaluation } from '../../aerodb/inspection.ts'
import { counted } from '../../cluster/counted.ts'
import type { FrameEvent } from '../../cluster/frame-event.ts'
import { Button } from '../design/Button.tsx'
import { classes } from '../design/classes.ts'
import { asSentence } from '../design/sentence.ts'
import { documentOfRule } from '../specs/documents.ts'
import { RuleLink } from '../specs/RuleLink.tsx'
import { useExplorer } from '../store/explorer-store.ts'
import { evidenceFacts } from './evidence.ts'
import { frameSentence } from './frame-sentence.ts'
import { Section } from './Section.tsx'
import type { Answer } from './use-answer.ts'
import styles from './Why.module.css'

const VERDICT = {
  holds: { icon: Check, says: 'holds' },
  fails: { icon: X, says: 'fails' },
  notReached: { icon: Minus, says: 'not reached' },
} as const

/** Of rules that merely hold so many are shown; the others are folded, and so are those that were not reached. */
const HOLDING_SHOWN = 4
const HOLDING_SHOWN_BEFORE_FAILURE = 2

/** Rule by rule: verdict and evidence, in the order in which the node asked. */
export function Why({
  answer,
  conclusion = 'shown',
  frame = null,
}: {
  readonly answer: Answer<Explanation | null>
  /** `elsewhere`: what follows from the rules stands above them already. */
  readonly conclusion?: 'shown' | 'elsewhere'
  /** What the rules were asked of, where it was a frame and the page saw it. */
  readonly frame?: FrameEvent | null
}) {
  return (
    <Section title="Why">
      <WhyContent answer={answer} conclusion={conclusion} frame={frame} />
    </Section>
  )
}

function WhyContent({ answer, conclusion, frame }: Required<Parameters<typeof Why>[0]>) {
  if (answer.state === 'asked') return <p className={styles.quiet}>Asking…</p>
  if (answer.state === 'failed') return <p className={styles.quiet}>{answer.report.message}</p>
  if (answer.value === null) return <p className={styles.quiet}>The node keeps no explanation of this any more.</p>
  return (
    <>
      {frame === null ? <p className={styles.subject}>About: {answer.value.subject}</p> : <Frame frame={frame} />}
      <Rules explanation={answer.value} />
      {conclusion === 'shown' ? <p className={styles.conclusion}>{asSentence(answer.value.conclusion)}</p> : null}
    </>
  )
}

function Frame({ frame }: { readonly frame: FrameEvent }) {
  const { from, to, incarnation, number, records } = frame
  const select = useExplorer((state) => state.select)
  const selection = { kind: 'frame', from, to, incarnation, number } as const
  return (
    <p className={styles.subject}>
      About {frameSentence(frame)}.{' '}
      <Button
        size="small"
        look="quiet"
        label={`Select frame ${number} of ${from}`}
        onPress={() => select({ ...selection, firstLsn: records?.firstLsn ?? null, lastLsn: records?.lastLsn ?? null })}
      >
        Select
      </Button>
    </p>
  )
}

function Rules({ explanation }: { readonly explanation: Explanation }) {
  const { rules } = explanation
  const failed = rules.find(({ verdict }) => verdict === 'fails')
  const holding = rules.filter(({ verdict }) => verdict === 'holds')
  const unreached = rules.filter(({ verdict }) => verdict === 'notReached')
  const foldedBefore = holding.slice(0, -(failed === undefined ? HOLDING_SHOWN : HOLDING_SHOWN_BEFORE_FAILURE))
  return (
    <>
      <Folded rules={foldedBefore} says={counted(foldedBefore.length, 'more rule holds', 'more rules hold')} />
      <RuleList rules={rules.filter((rule) => !foldedBefore.includes(rule) && !unreached.includes(rule))} />
      <Folded rules={unreached} says={`${counted(unreached.length, 'rule')} not reached`} />
      {failed === undefined ? null : (
        <p className={styles.source}>
          <RuleLink rule={failed.rule} /> in <code>{documentOfRule(failed.rule)}</code>
        </p>
      )}
    </>
  )
}

function Folded({ rules, says }: { readonly rules: readonly RuleEvaluation[]; readonly says: string }) {
  if (rules.length === 0) return null
  return (
    <details className={styles.folded}>
      <summary>{says}</summary>
      <RuleList rules={rules} />
    </details>
  )
}

function RuleList({ rules }: { readonly rules: readonly RuleEvaluation[] }) {
  return (
    <ul className={styles.rules}>
      {rules.map((rule) => (
        <Rule key={rule.rule} evaluation={rule} />
      ))}
    </ul>
  )
}

function Rule({ evaluation }: { readonly evaluation: RuleEvaluation }) {
  const { icon: Icon, says } = VERDICT[evaluation.verdict]
  const facts = evidenceFacts(evaluation.evidence)
  return (
    <li className={classes(styles.rule, styles[evaluation.verdict])}>
      <Icon size={14} strokeWidth={2.25} className={styles.mark} role="img" aria-label={says} />
      <RuleLink rule={evaluation.rule} />
      <span className={styles.evidence}>
        {evaluation.verdict === 'notReached' ? 'not reached' : null}
        {facts.map(({ name, value, whole }) => (
          <span key={name} className={styles.fact} title={whole === value ? undefined : whole}>
            {name} <b>{value}</b>
          </span>
        ))}
      </span>
    </li>
  )
}

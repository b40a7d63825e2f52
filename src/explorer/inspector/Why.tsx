import { Check, Minus, X } from 'lucide-react'
import type { Explanation, RuleEvaluation } from '../../aerodb/inspection.ts'
import { classes } from '../design/classes.ts'
import { asSentence } from '../design/sentence.ts'
import { documentOfRule } from '../specs/documents.ts'
import { RuleLink } from '../specs/RuleLink.tsx'
import { evidenceFacts } from './evidence.ts'
import { Section } from './Section.tsx'
import type { Answer } from './use-answer.ts'
import styles from './Why.module.css'

const VERDICT = {
  holds: { icon: Check, says: 'holds' },
  fails: { icon: X, says: 'fails' },
  notReached: { icon: Minus, says: 'not reached' },
} as const

/** Of rules that merely hold, or were not reached, so many are shown; the others are folded. */
const HOLDING_SHOWN = 4
const HOLDING_SHOWN_BEFORE_FAILURE = 2
const UNREACHED_SHOWN = 1

/** Rule by rule: verdict and evidence, in the order in which the node asked. */
export function Why({
  answer,
  conclusion = 'shown',
}: {
  readonly answer: Answer<Explanation | null>
  /** `elsewhere`: what follows from the rules stands above them already. */
  readonly conclusion?: 'shown' | 'elsewhere'
}) {
  return (
    <Section title="Why">
      <WhyContent answer={answer} conclusion={conclusion} />
    </Section>
  )
}

function WhyContent({ answer, conclusion }: Required<Parameters<typeof Why>[0]>) {
  if (answer.state === 'asked') return <p className={styles.quiet}>Asking…</p>
  if (answer.state === 'failed') return <p className={styles.quiet}>{answer.report.message}</p>
  if (answer.value === null) return <p className={styles.quiet}>The node keeps no explanation of this any more.</p>
  return (
    <>
      <Rules explanation={answer.value} />
      {conclusion === 'shown' ? <p className={styles.conclusion}>{asSentence(answer.value.conclusion)}</p> : null}
    </>
  )
}

function Rules({ explanation }: { readonly explanation: Explanation }) {
  const { rules } = explanation
  const failed = rules.find(({ verdict }) => verdict === 'fails')
  const holding = rules.filter(({ verdict }) => verdict === 'holds')
  const unreached = rules.filter(({ verdict }) => verdict === 'notReached')
  const foldedBefore = holding.slice(0, -(failed === undefined ? HOLDING_SHOWN : HOLDING_SHOWN_BEFORE_FAILURE))
  const foldedAfter = unreached.slice(UNREACHED_SHOWN)
  return (
    <>
      <Folded
        rules={foldedBefore}
        says={`${foldedBefore.length} more ${foldedBefore.length === 1 ? 'rule holds' : 'rules hold'}`}
      />
      <RuleList rules={rules.filter((rule) => !foldedBefore.includes(rule) && !foldedAfter.includes(rule))} />
      <Folded rules={foldedAfter} says={`${foldedAfter.length} more not reached`} />
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

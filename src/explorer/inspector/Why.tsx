import { Check, Minus, X } from 'lucide-react'
import type { Explanation, RuleEvaluation } from '../../aerodb/inspection.ts'
import { classes } from '../design/classes.ts'
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

/** More rules than this that merely hold are folded. */
const HOLDING_SHOWN = 4

/** Rule by rule: verdict and evidence, in the order in which the node asked. */
export function Why({ answer, title = 'Why' }: { readonly answer: Answer<Explanation | null>; readonly title?: string }) {
  return (
    <Section title={title}>
      <WhyContent answer={answer} />
    </Section>
  )
}

function WhyContent({ answer }: { readonly answer: Answer<Explanation | null> }) {
  if (answer.state === 'asked') return <p className={styles.quiet}>Asking…</p>
  if (answer.state === 'failed') return <p className={styles.quiet}>{answer.report.message}</p>
  if (answer.value === null) return <p className={styles.quiet}>The node keeps no explanation of this any more.</p>
  return <Rules explanation={answer.value} />
}

function Rules({ explanation }: { readonly explanation: Explanation }) {
  const { rules, conclusion } = explanation
  const failed = rules.find(({ verdict }) => verdict === 'fails')
  const holding = rules.filter(({ verdict }) => verdict === 'holds')
  const folded =
    holding.length > HOLDING_SHOWN ? holding.slice(0, holding.length - (failed === undefined ? HOLDING_SHOWN : 2)) : []
  const shown = rules.filter((rule) => !folded.includes(rule))
  return (
    <>
      {folded.length === 0 ? null : (
        <details className={styles.folded}>
          <summary>
            <Check size={14} className={styles.holds} aria-hidden /> {folded.length} rules hold before these
          </summary>
          <RuleList rules={folded} />
        </details>
      )}
      <RuleList rules={shown} />
      <p className={styles.conclusion}>{conclusion}</p>
      {failed === undefined ? null : (
        <p className={styles.source}>
          <RuleLink rule={failed.rule} /> in <code>{documentOfRule(failed.rule)}</code>
        </p>
      )}
    </>
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

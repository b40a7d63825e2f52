import { Button as Trigger } from 'react-aria-components'
import type { JudgedReplay, RunBreach, WeakenedRun } from '../../cluster/replay/worker/replay-messages.ts'
import { Badge } from '../design/Badge.tsx'
import { counted } from '../design/counted.ts'
import { spaced } from '../pictures/spaced-number.ts'
import { RuleLink } from '../specs/RuleLink.tsx'
import { Difference } from './Difference.tsx'
import { Invariants } from './Invariants.tsx'
import styles from './Runs.module.css'
import { look } from './run-commands.ts'
import type { Future, Run } from './runs-store.ts'

/** What a replay came to. */
export function Judged({ run, future, replay }: { readonly run: Run; readonly future: Future; readonly replay: JudgedReplay }) {
  const { identical, steps, digests, engine, firstDifference, invariants, breach, weakened } = replay
  const show = (step: number) => void look(run, future.id, step + 1)
  return (
    <>
      <p>
        {identical ? <Badge hue="healthy">✓ Identical</Badge> : <Badge hue="halted">✗ Differs</Badge>}{' '}
        {counted(steps, 'step', 'steps')} and {counted(digests, 'digest', 'digests')} compared
        {weakened === undefined ? '.' : <>, lived again without {weakened.without.rule}.</>}
      </p>
      {engine.recorded === engine.replayed ? null : (
        <p className={styles.warning}>
          Recorded by another build: <code>{engine.recorded}</code>. This is <code>{engine.replayed}</code>: a difference may be
          the engines’.
        </p>
      )}
      {firstDifference === undefined ? null : (
        <div className={styles.difference}>
          <p>
            The first difference is at <StepLink step={firstDifference.step} show={show} />, on <b>{firstDifference.node}</b>.
          </p>
          <Difference expected={firstDifference.expected} actual={firstDifference.actual} />
        </div>
      )}
      {breach === undefined ? null : <Breach breach={breach} show={show} />}
      {weakened === undefined ? null : <AsItIs weakened={weakened} show={show} />}
      <Invariants verdicts={invariants} />
    </>
  )
}

type Show = (step: number) => void

/** `step` counts from 0, as the report does; for a person the first step is 1. Shows it when it is pressed. */
function StepLink({ step, show }: { readonly step: number; readonly show: Show }) {
  return (
    <Trigger className={styles.stepLink ?? ''} aria-label={`Show step ${spaced(step + 1)}`} onPress={() => show(step)}>
      step {spaced(step + 1)}
    </Trigger>
  )
}

function Breach({ breach: { step, invariant }, show }: { readonly breach: RunBreach; readonly show: Show }) {
  return (
    <p>
      <Badge hue="halted">✗ Broken</Badge> <b>{invariant}</b>, in <StepLink step={step} show={show} />.
    </p>
  )
}

/** What the engine of every live node does with the same run. */
function AsItIs({ weakened: { without, parting }, show }: { readonly weakened: WeakenedRun; readonly show: Show }) {
  const { rule } = without
  if (parting === null)
    return <p>The engine as it is gives the same in every step: nothing of what this run was judged by differs without {rule}.</p>
  const { step, node, refusal } = parting
  return (
    <>
      <p>
        The engine as it is goes another way in <StepLink step={step} show={show} />, on <b>{node}</b>, as it should:{' '}
        {refusal === null ? (
          <>
            it keeps <RuleLink rule={rule} />.
          </>
        ) : (
          <>
            it refuses by <RuleLink rule={rule} />, <code>{refusal}</code>.
          </>
        )}
      </p>
      <details>
        <summary className={styles.quiet}>Both in step {spaced(step + 1)}</summary>
        <Difference expected={parting.expected} actual={parting.actual} names={[`without ${rule}`, 'as it is']} />
      </details>
    </>
  )
}

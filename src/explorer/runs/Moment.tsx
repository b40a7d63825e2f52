import { useState } from 'react'
import { Label, Slider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components'
import type { RunMoment } from '../../cluster/replay/worker/replay-messages.ts'
import { Button } from '../design/Button.tsx'
import { classes } from '../design/classes.ts'
import { DigestGlyph } from '../design/DigestGlyph.tsx'
import { RoleBadge } from '../design/RoleBadge.tsx'
import { STANDING_HUE } from '../design/standing.ts'
import { spaced } from '../pictures/spaced-number.ts'
import styles from './Moment.module.css'
import { cut, look } from './run-commands.ts'
import { type Future, futureName, type Run } from './runs-store.ts'
import { standingAt } from './standing-at.ts'
import { marksOf, type StepMark } from './step-marks.ts'
import { stepText } from './step-text.ts'

/** Where a future stood after any of its steps, and the way into another future from there. */
export function Moment({ run, future, last }: { readonly run: Run; readonly future: Future; readonly last: number }) {
  const moment = run.moment ?? future.end
  /** Where a person wants to stand, until it is shown: the next press goes on from there, however fast it comes. */
  const [wanted, setWanted] = useState<number | null>(null)
  const step = wanted ?? moment?.step ?? last
  const go = (asked: number) => {
    const to = Math.min(last, Math.max(0, asked))
    setWanted(to)
    void look(run, future.id, to).finally(() => setWanted((now) => (now === to ? null : now)))
  }
  return (
    <div className={styles.moment}>
      <Slider className={styles.slider ?? ''} minValue={0} maxValue={last} value={step} onChange={setWanted} onChangeEnd={go}>
        <Label className={styles.label ?? ''}>After step</Label>
        <SliderOutput className={styles.output ?? ''}>
          {spaced(step)} of {spaced(last)}
        </SliderOutput>
        <SliderTrack className={styles.track ?? ''}>
          <SliderThumb className={styles.thumb ?? ''} aria-label={`Step of ${run.name}, ${futureName(future)}`} />
        </SliderTrack>
      </Slider>
      <div className={styles.buttons}>
        <Button
          size="small"
          onPress={() => go(step - 1)}
          blocked={step === 0 ? { reason: 'This is before the first step.' } : null}
        >
          Step back
        </Button>
        <Button
          size="small"
          onPress={() => go(step + 1)}
          blocked={step === last ? { reason: 'This is after the last step.' } : null}
        >
          Step on
        </Button>
        <Button
          size="small"
          look="primary"
          onPress={() => void cut(run, future.id, step)}
          hint="Go on otherwise from here. Both futures are kept."
        >
          Branch here
        </Button>
      </div>
      {moment === null ? null : (
        <>
          <Nodes moment={moment} />
          <Steps moment={moment} marks={marksOf(future.verdict)} go={go} />
        </>
      )}
    </div>
  )
}

function Nodes({ moment }: { readonly moment: RunMoment }) {
  return (
    <table className={styles.nodes}>
      <thead>
        <tr>
          <th scope="col">Node</th>
          <th scope="col">stands as</th>
          <th scope="col">CommitId</th>
          <th scope="col">durable LSN</th>
          <th scope="col">state</th>
        </tr>
      </thead>
      <tbody>
        {moment.nodes.map((node) => {
          const standing = standingAt(node)
          const { position } = node
          return (
            <tr key={node.name}>
              <th scope="row">{node.name}</th>
              <td className={styles.standing}>
                <RoleBadge standing={standing} />
              </td>
              <td>{position?.appliedCommitId ?? '–'}</td>
              <td>{position?.durableLsn ?? '–'}</td>
              <td>
                {position === null ? (
                  '–'
                ) : (
                  <DigestGlyph digest={position.stateDigest} of={`${node.name} state`} hue={STANDING_HUE[standing]} size={16} />
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** The steps around: those before the line have happened. */
function Steps({
  moment,
  marks,
  go,
}: {
  readonly moment: RunMoment
  readonly marks: readonly StepMark[]
  readonly go: (step: number) => void
}) {
  return (
    <ol className={styles.steps} aria-label="Steps around">
      {moment.around.map(({ index, what }) => {
        const { node, text, moved } = stepText(what, index)
        const happened = index < moment.step
        return (
          <li key={index} className={classes(styles.step, !happened && styles.later, index + 1 === moment.step && styles.newest)}>
            <Button
              look="quiet"
              size="small"
              label={`Go to after step ${index + 1}`}
              onPress={() => go(index + 1)}
              className={styles.number}
            >
              {spaced(index + 1)}
            </Button>
            <span className={styles.what}>
              <b>{node}</b> {text}
              {moved === null ? null : <span className={styles.moved}>{moved}</span>}
              {marks
                .filter(({ step }) => step === index)
                .map(({ says, tone }) => (
                  <span key={says} className={classes(styles.mark, styles[tone])}>
                    {says}
                  </span>
                ))}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

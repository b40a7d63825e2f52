import { classes } from '../design/classes.ts'
import styles from './Difference.module.css'

/** What was recorded of a step, and what it gave now: field by field where both have fields. `names`: of the one and of the other. */
export function Difference({
  expected,
  actual,
  names: [before, now] = ['expected', 'actual'],
}: {
  readonly expected: unknown
  readonly actual: unknown
  readonly names?: readonly [string, string]
}) {
  const fields = [...new Set([...fieldsOf(expected), ...fieldsOf(actual)])]
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">
            <span className={styles.unseen}>Field</span>
          </th>
          <th scope="col">{before}</th>
          <th scope="col">{now}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => {
          const [one, other] = [fieldText(expected, field), fieldText(actual, field)]
          const differs = one !== other
          return (
            <tr key={field} className={classes(differs && styles.differs)}>
              <th scope="row">
                {field}
                {differs ? <span className={styles.unseen}> differs</span> : null}
              </th>
              <td title={one}>{short(one)}</td>
              <td title={other}>{short(other)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

const WHOLE = 'it'

function fieldsOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [WHOLE]
}

function fieldText(value: unknown, field: string): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return field === WHOLE ? textOf(value) : '–'
  return textOf(Reflect.get(value, field))
}

function textOf(value: unknown): string {
  if (value === undefined) return '–'
  return typeof value === 'string' ? value : JSON.stringify(value, null, 1)
}

const DIGEST = /^[0-9a-f]{32}$/

function short(text: string): string {
  return DIGEST.test(text) ? `${text.slice(0, 8)}…` : text
}

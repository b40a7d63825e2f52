import { NumberField as AriaNumberField, Button, FieldError, Group, Input, Label } from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './Field.module.css'

/** A whole number within a range. Its label says what it counts. */
export function NumberField({
  label,
  value,
  onChange,
  minimum,
  maximum,
  step = 1,
  error = null,
}: {
  readonly label: string
  readonly value: number
  readonly onChange: (value: number) => void
  readonly minimum: number
  readonly maximum: number
  readonly step?: number
  readonly error?: string | null
}) {
  return (
    <AriaNumberField
      className={styles.field ?? ''}
      value={value}
      onChange={(next) => {
        if (Number.isFinite(next)) onChange(next)
      }}
      minValue={minimum}
      maxValue={maximum}
      step={step}
      isInvalid={error !== null}
      formatOptions={{ useGrouping: false, maximumFractionDigits: 0 }}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      <Group className={styles.group ?? ''}>
        <Input className={classes(styles.input, styles.data)} />
        <Button slot="decrement" className={styles.step ?? ''}>
          −
        </Button>
        <Button slot="increment" className={styles.step ?? ''}>
          +
        </Button>
      </Group>
      <FieldError className={styles.error ?? ''}>{error}</FieldError>
    </AriaNumberField>
  )
}

import { NumberField as AriaNumberField, Button, FieldError, Group, Input, Label, Text } from 'react-aria-components'
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
  help,
  onFocusChange,
}: {
  readonly label: string
  readonly value: number
  readonly onChange: (value: number) => void
  readonly minimum: number
  readonly maximum: number
  readonly step?: number
  readonly error?: string | null
  /** More about it: read out with the field, and shown on hover. */
  readonly help?: string
  readonly onFocusChange?: (isFocused: boolean) => void
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
      onFocus={() => onFocusChange?.(true)}
      onBlur={() => onFocusChange?.(false)}
      isInvalid={error !== null}
      formatOptions={{ useGrouping: false, maximumFractionDigits: 0 }}
    >
      <Label className={styles.label ?? ''} {...(help === undefined ? {} : { title: help })}>
        {label}
      </Label>
      <Group className={styles.group ?? ''}>
        <Input className={classes(styles.input, styles.data)} />
        <Button slot="decrement" className={styles.step ?? ''}>
          −
        </Button>
        <Button slot="increment" className={styles.step ?? ''}>
          +
        </Button>
      </Group>
      {help === undefined ? null : (
        <Text slot="description" className={styles.unseen ?? ''}>
          {help}
        </Text>
      )}
      <FieldError className={styles.error ?? ''}>{error}</FieldError>
    </AriaNumberField>
  )
}

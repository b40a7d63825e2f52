import { TextField as AriaTextField, FieldError, Input, Label, Text, TextArea } from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './Field.module.css'

/** One line of text, or several; `error` is null while what stands in it is sound. */
export function TextField({
  label,
  value,
  onChange,
  error = null,
  lines = 'one',
  words = 'prose',
  placeholder,
  help,
  autoFocus = false,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly error?: string | null
  readonly lines?: 'one' | 'many'
  /** Identifiers, JSON and numbers are set in the data face. */
  readonly words?: 'prose' | 'data'
  readonly placeholder?: string
  /** More about it: read out with the field, and shown on hover. */
  readonly help?: string
  readonly autoFocus?: boolean
}) {
  const shared = {
    className: classes(styles.input, words === 'data' && styles.data),
    spellCheck: false,
    autoComplete: 'off',
    ...(placeholder === undefined ? {} : { placeholder }),
  }
  return (
    <AriaTextField
      className={styles.field ?? ''}
      value={value}
      onChange={onChange}
      isInvalid={error !== null}
      autoFocus={autoFocus}
    >
      <Label className={styles.label ?? ''} {...(help === undefined ? {} : { title: help })}>
        {label}
      </Label>
      {lines === 'one' ? <Input {...shared} /> : <TextArea {...shared} rows={2} />}
      {help === undefined ? null : (
        <Text slot="description" className={styles.unseen ?? ''}>
          {help}
        </Text>
      )}
      <FieldError className={styles.error ?? ''}>{error}</FieldError>
    </AriaTextField>
  )
}

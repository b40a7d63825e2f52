import { X } from 'lucide-react'
import { SearchField as AriaSearchField, Button, Input } from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './Field.module.css'

/** What narrows a list as it is typed. Its label is for assistive technology; the placeholder says the same. Escape clears it. */
export function SearchField({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  return (
    <AriaSearchField aria-label={label} className={classes(styles.field, styles.search)} value={value} onChange={onChange}>
      <Input className={styles.input ?? ''} placeholder={label} spellCheck={false} autoComplete="off" />
      <Button className={styles.clear ?? ''} aria-label={`Clear: ${label}`}>
        <X size={14} aria-hidden />
      </Button>
    </AriaSearchField>
  )
}

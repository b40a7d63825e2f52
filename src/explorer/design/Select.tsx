import { ChevronDown } from 'lucide-react'
import { Select as AriaSelect, Button, Label, ListBox, ListBoxItem, Popover, SelectValue } from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './Field.module.css'
import menuStyles from './Menu.module.css'

export interface Choice<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly says?: string
}

/** One of a few. `labelled: 'unseen'` gives the label to assistive technology only, where the place says it. */
export function Select<Value extends string>({
  label,
  labelled = 'seen',
  value,
  choices,
  onChange,
}: {
  readonly label: string
  readonly labelled?: 'seen' | 'unseen'
  readonly value: Value
  readonly choices: readonly Choice<Value>[]
  readonly onChange: (value: Value) => void
}) {
  return (
    <AriaSelect
      className={styles.field ?? ''}
      value={value}
      onChange={(key) => {
        const chosen = choices.find((choice) => choice.value === key)
        if (chosen !== undefined) onChange(chosen.value)
      }}
      {...(labelled === 'unseen' ? { 'aria-label': label } : {})}
    >
      {labelled === 'seen' ? <Label className={styles.label ?? ''}>{label}</Label> : null}
      <Button className={styles.select ?? ''}>
        <SelectValue className={styles.value ?? ''} />
        <ChevronDown size={14} className={styles.chevron} aria-hidden />
      </Button>
      <Popover className={menuStyles.popover ?? ''}>
        <ListBox className={menuStyles.menu ?? ''} items={choices}>
          {(choice) => (
            <ListBoxItem id={choice.value} textValue={choice.label} className={classes(menuStyles.item)}>
              <span className={menuStyles.choice}>{choice.label}</span>
              {choice.says === undefined ? null : (
                <span className={classes(menuStyles.says, styles.choiceSays)}>{choice.says}</span>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}

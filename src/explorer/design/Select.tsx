import { ChevronDown } from 'lucide-react'
import {
  Select as AriaSelect,
  Autocomplete,
  Button,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SearchField,
  SelectValue,
  useFilter,
} from 'react-aria-components'
import { classes } from './classes.ts'
import styles from './Field.module.css'
import menuStyles from './Menu.module.css'

/** Of one that is searched: it need not cover the page. */
const LIST_HEIGHT = 420

export interface Choice<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly says?: string
}

/**
 * One of a few. `labelled: 'unseen'` gives the label to assistive technology only, where the place says it. `search`: where they are many, the
 * words over a field that narrows them.
 */
export function Select<Value extends string>({
  label,
  labelled = 'seen',
  value,
  choices,
  onChange,
  search,
}: {
  readonly label: string
  readonly labelled?: 'seen' | 'unseen'
  readonly value: Value
  readonly choices: readonly Choice<Value>[]
  readonly onChange: (value: Value) => void
  readonly search?: string
}) {
  const { contains } = useFilter({ sensitivity: 'base' })
  const list = (
    <ListBox
      className={menuStyles.menu ?? ''}
      items={choices}
      renderEmptyState={() => <p className={menuStyles.none}>Nothing matches.</p>}
    >
      {(choice) => (
        <ListBoxItem id={choice.value} textValue={choice.label} className={classes(menuStyles.item)}>
          <span className={menuStyles.choice}>{choice.label}</span>
          {choice.says === undefined ? null : <span className={classes(menuStyles.says, styles.choiceSays)}>{choice.says}</span>}
        </ListBoxItem>
      )}
    </ListBox>
  )
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
      {search === undefined ? (
        <Popover className={menuStyles.popover ?? ''}>{list}</Popover>
      ) : (
        <Popover className={classes(menuStyles.popover, menuStyles.searched)} maxHeight={LIST_HEIGHT}>
          <Autocomplete filter={contains}>
            <SearchField aria-label={search} autoFocus className={menuStyles.search ?? ''}>
              <Input placeholder={search} className={styles.input ?? ''} />
            </SearchField>
            {list}
          </Autocomplete>
        </Popover>
      )}
    </AriaSelect>
  )
}

import type { ReactElement, ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Text } from 'react-aria-components'
import type { Blocked } from '../../cluster/availability.ts'
import { classes } from './classes.ts'
import styles from './Menu.module.css'
import { announce } from './toast-queue.ts'

export interface MenuChoice {
  readonly id: string
  readonly label: string
  readonly says?: string
  /** Why it can't be chosen now: shown in place of `says`. */
  readonly blocked?: Blocked | null
  readonly onAction: () => void
}

/** From the trigger. */
const LIST_AWAY_PIXELS = 8
const PALETTE_AWAY_PIXELS = 34

/** A button and the menu that it opens. A blocked choice can be reached and read; choosing it says why it is blocked. */
export function Menu({
  label,
  trigger,
  choices,
  onOpen,
  form = 'list',
}: {
  readonly label: string
  readonly trigger: ReactElement
  readonly choices: readonly MenuChoice[]
  /** A trigger's own `onPress` is not called. */
  readonly onOpen?: () => void
  /** `palette`: small, in two columns, at some distance, for what must stay in sight; what a choice does is said of the one in focus. */
  readonly form?: 'list' | 'palette'
}): ReactNode {
  return (
    <MenuTrigger
      onOpenChange={(isOpen) => {
        if (isOpen) onOpen?.()
      }}
    >
      {trigger}
      <Popover
        className={classes(styles.popover, form === 'palette' && styles.wide)}
        offset={form === 'palette' ? PALETTE_AWAY_PIXELS : LIST_AWAY_PIXELS}
      >
        <AriaMenu aria-label={label} className={classes(styles.menu, form === 'palette' && styles.palette)} items={choices}>
          {(choice) => {
            const blocked = choice.blocked ?? null
            const says = blocked === null ? choice.says : blocked.reason
            return (
              <MenuItem
                id={choice.id}
                textValue={choice.label}
                className={styles.item ?? ''}
                data-blocked={blocked === null ? undefined : true}
                onAction={() => {
                  if (blocked === null) choice.onAction()
                  else
                    announce({
                      tone: 'neutral',
                      title: 'Not possible now',
                      detail: blocked.reason,
                      rule: blocked.rule ?? null,
                    })
                }}
              >
                <Text slot="label" className={styles.label ?? ''}>
                  {choice.label}
                </Text>
                {says === undefined ? null : (
                  <Text slot="description" className={styles.says ?? ''}>
                    {says}
                  </Text>
                )}
              </MenuItem>
            )
          }}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}

import { group } from 'd3'
import { useState } from 'react'
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
  Text,
  useFilter,
} from 'react-aria-components'
import { announce } from '../design/toast-queue.ts'
import { useExplorer } from '../store/explorer-store.ts'
import { closeOverlay } from './close-overlay.ts'
import styles from './Palette.module.css'
import { type PaletteCommand, paletteCommands } from './palette-commands.ts'

/** Everything that can be done, by typing a part of it. */
export function Palette() {
  // What is offered stays as it was when the palette was opened: a list that moves while it is read can't be chosen from.
  const state = useExplorer()
  const [sections] = useState(() => inSections(paletteCommands(state.view, state)))
  const { contains } = useFilter({ sensitivity: 'base' })
  const matches = (title: string, typed: string) => typed.split(/\s+/).every((word) => contains(title, word))
  return (
    <ModalOverlay className={styles.scrim ?? ''} isOpen isDismissable onOpenChange={closeOverlay}>
      <Modal className={styles.modal ?? ''}>
        <Dialog className={styles.dialog ?? ''} aria-label="Commands">
          <Autocomplete filter={matches}>
            <SearchField
              aria-label="Search or run a command"
              autoFocus
              className={styles.search ?? ''}
              onKeyDown={({ key }) => {
                // Once is enough: by itself the field would only clear what is typed.
                if (key === 'Escape') closeOverlay()
              }}
            >
              <Input placeholder="Search or run a command" className={styles.input ?? ''} />
            </SearchField>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard */}
            <div className={styles.scroller} tabIndex={0}>
              <Menu
                aria-label="Commands"
                className={styles.list ?? ''}
                items={sections}
                renderEmptyState={() => <p className={styles.none}>No command matches.</p>}
              >
                {(section) => (
                  <MenuSection id={section.name} className={styles.section ?? ''} aria-label={section.name}>
                    <Header className={styles.header ?? ''}>{section.name}</Header>
                    {section.commands.map((command) => (
                      <Command key={command.id} command={command} />
                    ))}
                  </MenuSection>
                )}
              </Menu>
            </div>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function Command({ command }: { readonly command: PaletteCommand }) {
  const { blocked } = command
  return (
    <MenuItem
      id={command.id}
      textValue={`${command.section} ${command.title}`}
      className={styles.item ?? ''}
      data-blocked={blocked === null ? undefined : true}
      onAction={() => {
        closeOverlay()
        if (blocked === null) command.run()
        else
          announce({
            tone: 'neutral',
            title: `${command.title}: not possible now`,
            detail: blocked.reason,
            rule: blocked.rule ?? null,
          })
      }}
    >
      <Text slot="label" className={styles.title ?? ''}>
        {command.title}
      </Text>
      {blocked === null ? null : (
        <Text slot="description" className={styles.blocked ?? ''}>
          {blocked.reason} {blocked.rule}
        </Text>
      )}
    </MenuItem>
  )
}

interface Section {
  readonly name: string
  readonly commands: readonly PaletteCommand[]
}

function inSections(commands: readonly PaletteCommand[]): readonly Section[] {
  return [...group(commands, ({ section }) => section)].map(([name, members]) => ({ name, commands: members }))
}

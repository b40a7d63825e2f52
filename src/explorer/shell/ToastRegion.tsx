import { X } from 'lucide-react'
import { useEffect, useEffectEvent } from 'react'
import {
  UNSTABLE_ToastContent as Content,
  UNSTABLE_ToastRegion as Region,
  Text,
  UNSTABLE_Toast as Toast,
} from 'react-aria-components'
import { Button } from '../design/Button.tsx'
import { classes } from '../design/classes.ts'
import { IconButton } from '../design/IconButton.tsx'
import { type ToastContent, toastQueue } from '../design/toast-queue.ts'
import { RuleLink } from '../specs/RuleLink.tsx'
import { useExplorer } from '../store/explorer-store.ts'
import styles from './ToastRegion.module.css'

/** Where toasts appear: one region for the page. `F6` moves the focus to it. */
export function ToastRegion() {
  return (
    <Region queue={toastQueue} className={styles.region ?? ''}>
      {({ toast }) => (
        <Toast<ToastContent> toast={toast} className={classes(styles.toast, styles[toast.content.tone])}>
          <Content className={styles.content ?? ''}>
            <Text slot="title" className={styles.title ?? ''}>
              {toast.content.title}
            </Text>
            {toast.content.detail ? (
              <Text slot="description" className={styles.detail ?? ''}>
                {toast.content.detail}
              </Text>
            ) : null}
            {toast.content.code || toast.content.rule ? (
              <span className={styles.reference}>
                {toast.content.code ? <code>{toast.content.code}</code> : null}
                {toast.content.rule ? <RuleLink rule={toast.content.rule} /> : null}
              </span>
            ) : null}
          </Content>
          {toast.content.action === undefined ? null : (
            <Action action={toast.content.action} close={() => toastQueue.close(toast.key)} />
          )}
          <IconButton slot="close" icon={X} label="Close" placement="top" />
        </Toast>
      )}
    </Region>
  )
}

type ToastAction = NonNullable<ToastContent['action']>

/** The button of a toast. Once what it offers has no sense any more, the toast is closed. */
function Action({ action, close }: { readonly action: ToastAction; readonly close: () => void }) {
  const isOffered = useExplorer(({ view }) => view !== null && action.isOffered(view))
  const closeNow = useEffectEvent(close)
  useEffect(() => {
    if (!isOffered) closeNow()
  }, [isOffered])
  return (
    <Button
      size="small"
      onPress={() => {
        action.onPress()
        close()
      }}
    >
      {action.label}
    </Button>
  )
}

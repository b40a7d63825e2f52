import { X } from 'lucide-react'
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
            <Button
              size="small"
              onPress={() => {
                toast.content.action?.onPress()
                toastQueue.close(toast.key)
              }}
            >
              {toast.content.action.label}
            </Button>
          )}
          <IconButton slot="close" icon={X} label="Close" placement="top" />
        </Toast>
      )}
    </Region>
  )
}

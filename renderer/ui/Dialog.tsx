import { type ReactNode, useEffect, useRef } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import styles from './Dialog.module.css'
import { useFocusReturn } from './use-focus-return'

export interface DialogProps {
  title: string
  isOpen: boolean
  onClose(): void
  /** It has left the screen, and holds the focus no more. */
  onGone?(): void
  children: ReactNode
  /** Buttons that stay in view while what is above them scrolls; those of a form stand in the form. */
  actions?: ReactNode
  /** `alertdialog` where something is about to be removed or to leave the app. */
  role?: 'dialog' | 'alertdialog'
  size?: 'small' | 'large'
}

/** A card over the page: Escape or a click outside closes it, the focus returns to where it was. */
export function Dialog({
  title,
  isOpen,
  onClose,
  onGone,
  children,
  actions,
  role = 'dialog',
  size = 'small',
}: DialogProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      isDismissable
      className={styles.overlay ?? ''}
    >
      <Modal className={`${styles.modal} ${styles[size]}`}>
        <AriaDialog role={role} className={styles.dialog ?? ''}>
          <Presence onGone={onGone} />
          <Heading slot="title" className={styles.title ?? ''}>
            {title}
          </Heading>
          <div className={styles.content}>{children}</div>
          {actions ? (
            <div className={styles.ending}>
              <Actions>{actions}</Actions>
            </div>
          ) : null}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

/** Is there as long as the dialog is, its fading out included. */
function Presence({ onGone }: { onGone: (() => void) | undefined }) {
  useFocusReturn()
  const latest = useRef(onGone)
  useEffect(() => {
    latest.current = onGone
  })
  useEffect(() => () => latest.current?.(), [])
  return null
}

/** The row of buttons that ends a dialog or a form: the way on last. */
export function Actions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>
}

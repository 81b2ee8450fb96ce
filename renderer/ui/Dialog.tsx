import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import styles from './Dialog.module.css'

export interface DialogProps {
  title: string
  isOpen: boolean
  onClose(): void
  children: ReactNode
  /** Buttons that stay in view while what is above them scrolls; those of a form stand in the form. */
  actions?: ReactNode
  /** `alertdialog` where something is about to be removed or to leave the app. */
  role?: 'dialog' | 'alertdialog'
  size?: 'small' | 'large'
}

/** A card over the page: Escape or a click outside closes it, the focus returns to where it was. */
export function Dialog({ title, isOpen, onClose, children, actions, role = 'dialog', size = 'small' }: DialogProps) {
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

/** The row of buttons that ends a dialog or a form: the way on last. */
export function Actions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>
}

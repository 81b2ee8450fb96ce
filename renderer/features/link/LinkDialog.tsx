import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button'
import { Actions, Dialog } from '../../ui/Dialog'
import styles from './LinkDialog.module.css'

export interface LinkDialogProps {
  link: { url: string; host: string } | null
  onOpen(url: string): void
  onClose(): void
}

/** Says where a link leads before it is opened outside the app. */
export function LinkDialog({ link, onOpen, onClose }: LinkDialogProps) {
  const { t } = useTranslation('app')
  const { t: common } = useTranslation('common')
  const isMail = link?.url.startsWith('mailto:') ?? false
  const host = link?.host ?? ''
  return (
    <Dialog title={t('link.title')} isOpen={link !== null} onClose={onClose} role="alertdialog">
      <p>{isMail ? t('link.mail', { host }) : t('link.text', { host })}</p>
      <p className={styles.address}>{link?.url}</p>
      <Actions>
        <Button onPress={onClose}>{common('cancel')}</Button>
        <Button variant="primary" autoFocus onPress={() => link && onOpen(link.url)}>
          {t('link.open', { host })}
        </Button>
      </Actions>
    </Dialog>
  )
}

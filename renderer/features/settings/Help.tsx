import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import styles from './Help.module.css'

export interface HelpProps {
  isOpen: boolean
  onClose(): void
  /** Where the vault lies. */
  folder: string
}

const parts = [
  'computer',
  'afraid',
  'lost',
  'visible',
  'older',
  'shared',
  'proof',
  'connection',
  'stored',
  'where',
  'leave',
] as const

/** What Twofold can't protect against, where its data lies and how to leave, in plain words. */
export function Help({ isOpen, onClose, folder }: HelpProps) {
  const { t } = useTranslation(['settings', 'common'])
  return (
    <Dialog
      title={t('settings:help.title')}
      isOpen={isOpen}
      onClose={onClose}
      size="large"
      actions={<Button onPress={onClose}>{t('common:close')}</Button>}
    >
      {/* Text alone takes the focus, so that it can be scrolled with the keys. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section tabIndex={0} aria-label={t('settings:help.title')} className={styles.parts}>
        {parts.map((part) => (
          <section key={part} className={styles.part}>
            <h3 className={styles.title}>{t(`settings:help.${part}.title`)}</h3>
            <p>{t(`settings:help.${part}.text`, { folder })}</p>
          </section>
        ))}
      </section>
    </Dialog>
  )
}

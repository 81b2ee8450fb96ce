import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button'
import type { PasteRefusal } from './paste-events'
import styles from './PasteRefused.module.css'

/** Says why what was pasted or dropped isn't on the page. */
export function PasteRefused({ refusal, onClose }: { refusal: PasteRefusal; onClose(): void }) {
  const { t } = useTranslation(['page', 'common'])
  const reason = refusal === 'too-long' ? t('common:failure.entry-too-large') : t(`refused.${refusal}`)
  return (
    <div className={styles.refused} role="alert">
      <p>{reason}</p>
      <Button onPress={onClose}>{t('refused.close')}</Button>
    </div>
  )
}

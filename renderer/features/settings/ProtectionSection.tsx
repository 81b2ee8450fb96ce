import { useTranslation } from 'react-i18next'
import gate from '../../gate/gate.module.css'
import { Button } from '../../ui/Button'

/** A word on what is protected, and the way to what isn't. */
export function ProtectionSection({ onHelp }: { onHelp(): void }) {
  const { t } = useTranslation('settings', { keyPrefix: 'protection' })
  return (
    <>
      <p className={gate.note}>{t('lead')}</p>
      <div className={gate.buttons}>
        <Button onPress={onHelp}>{t('read')}</Button>
      </div>
    </>
  )
}

import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { copyText } from '../../gate/copy-text'
import gate from '../../gate/gate.module.css'
import { Button } from '../../ui/Button'
import styles from './Settings.module.css'

/** Where the vault lies, and how to keep a copy of it. */
export function PlaceSection({ folder }: { folder: string }) {
  const { t } = useTranslation('settings', { keyPrefix: 'place' })
  const [copied, setCopied] = useState<boolean | null>(null)
  return (
    <>
      <div className={styles.field}>
        <h3 className={styles.label}>{t('folder')}</h3>
        <p className={styles.folder}>{folder}</p>
      </div>
      <div className={gate.buttons}>
        <Button onPress={() => setCopied(copyText(folder))}>{t('copy')}</Button>
        <output className={gate.note}>{copied === null ? '' : copied ? t('copied') : t('copyRefused')}</output>
      </div>
      <p className={gate.note}>{t('backup')}</p>
      <p className={gate.note}>{t('restore')}</p>
      <p className={gate.note}>{t('synced')}</p>
    </>
  )
}

import { useState } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { recoveryKeyGroups } from '../../shared/recovery-key-groups'
import { Button } from '../ui/Button'
import { copyText } from './copy-text'
import gate from './gate.module.css'
import styles from './RecoveryKey.module.css'

/** The recovery key to read, to copy and to print; what is printed is the key, the date and one sentence. */
export function RecoveryKey({ recoveryKey }: { recoveryKey: string }) {
  const { t } = useTranslation('setup', { keyPrefix: 'recovery' })
  const [copied, setCopied] = useState<boolean | null>(null)
  const groups = recoveryKeyGroups(recoveryKey)

  return (
    <>
      <Groups groups={groups} />
      <div className={gate.buttons}>
        <Button onPress={() => setCopied(copyText(groups.join('-')))}>{t('copy')}</Button>
        <Button onPress={() => window.print()}>{t('print')}</Button>
        <output className={gate.note}>{copied === null ? '' : copied ? t('copied') : t('copyRefused')}</output>
      </div>
      {createPortal(<Sheet groups={groups} />, document.body)}
    </>
  )
}

function Groups({ groups }: { groups: readonly string[] }) {
  return (
    <ol className={styles.groups} translate="no">
      {groups.map((letters, index) => (
        // The groups of a key never move, and two of them may be alike.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index} className={styles.group}>
          <span className={styles.number}>{index + 1}</span>
          <span className={styles.letters}>{letters}</span>
        </li>
      ))}
    </ol>
  )
}

function Sheet({ groups }: { groups: readonly string[] }) {
  const { t, i18n } = useTranslation('setup', { keyPrefix: 'recovery' })
  const [made] = useState(() => new Date())
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'long' }).format(made)
  return (
    <section className={styles.sheet}>
      <p>{date}</p>
      <Groups groups={groups} />
      <p>{t('sheet')}</p>
    </section>
  )
}

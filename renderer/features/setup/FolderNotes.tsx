import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppState, FolderReport } from '../../../shared/contract'
import { Checkbox } from '../../gate/Checkbox'
import { Button } from '../../ui/Button'
import styles from './FolderNotes.module.css'
import { subfolder } from './subfolder'

export interface FolderNotesProps {
  report: FolderReport | null
  platform: AppState['platform']
  syncedAnyway: boolean
  onSyncedAnyway(syncedAnyway: boolean): void
  /** Called with another folder that would do. */
  onFolder(folder: string): void
  /** Called when the vault that is already there is to be opened. */
  onOpen(): void
}

/** What one should know about the folder before a vault is made in it, each with the way out. */
export function FolderNotes({ report, platform, onOpen, onFolder, ...synced }: FolderNotesProps) {
  const { t } = useTranslation('setup', { keyPrefix: 'folder' })
  const { t: common } = useTranslation('common')
  return (
    <div aria-live="polite" className={styles.notes}>
      {report?.holds === 'vault' ? (
        <Note text={t('holdsVault')}>
          <Button onPress={onOpen}>{t('open')}</Button>
        </Note>
      ) : null}
      {report?.holds === 'other-files' ? (
        <Note text={t('otherFiles')}>
          <Button onPress={() => onFolder(subfolder(report.folder, common('appName'), platform))}>
            {t('useSubfolder', { name: common('appName') })}
          </Button>
        </Note>
      ) : null}
      {report?.syncedBy && report.holds !== 'vault' ? (
        <Note warning={t('caution')} text={t('synced', { service: report.syncedBy })}>
          <Checkbox isSelected={synced.syncedAnyway} onChange={synced.onSyncedAnyway}>
            {t('syncedAnyway')}
          </Checkbox>
        </Note>
      ) : null}
    </div>
  )
}

function Note({ text, warning, children }: { text: string; warning?: string; children: ReactNode }) {
  return (
    <div className={`${styles.note} ${warning ? styles.warning : ''}`}>
      <p>
        {warning ? <span className={styles.word}>{warning} </span> : null}
        {text}
      </p>
      {children}
    </div>
  )
}

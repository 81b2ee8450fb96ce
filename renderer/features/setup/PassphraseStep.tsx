import { useTranslation } from 'react-i18next'
import type { AppState } from '../../../shared/contract'
import { failureOf, type FailureCode } from '../../../shared/failure'
import { Frame } from '../../gate/Frame'
import { NewPassphraseForm } from '../../gate/NewPassphraseForm'
import type { TwofoldApi } from '../../lib/api'
import { Button } from '../../ui/Button'
import { Progress } from './Progress'
import type { Place } from './use-place'

export interface PassphraseStepProps {
  api: TwofoldApi
  state: AppState
  place: Place
  /** Back to the folder; with an error when it was the folder that was refused. */
  onBack(error: unknown): void
  onCreated(recoveryKey: string): void
}

const folderFailures: ReadonlySet<FailureCode> = new Set([
  'folder-missing',
  'folder-unwritable',
  'folder-not-empty',
  'vault-exists',
])

/** The second step: a passphrase, and with it the making of the vault. */
export function PassphraseStep({ api, state, place, onBack, onCreated }: PassphraseStepProps) {
  const { t } = useTranslation(['setup', 'common'])

  const create = async (passphrase: string) => {
    try {
      if (place.folder !== state.folder) await api.app.openFolder({ folder: place.folder })
      const { recoveryKey } = await api.vault.create({ name: place.name, passphrase })
      onCreated(recoveryKey)
    } catch (error) {
      if (!folderFailures.has(failureOf(error).code)) throw error
      onBack(error)
    }
  }

  return (
    <Frame title={t('setup:passphrase.title')} above={<Progress step={2} />} lead={t('setup:passphrase.lead')}>
      <NewPassphraseForm
        name={place.name}
        submitLabel={t('setup:passphrase.create')}
        busyLabel={t('setup:passphrase.creating')}
        onSubmit={create}
        before={
          <Button variant="quiet" onPress={() => onBack(null)}>
            {t('common:back')}
          </Button>
        }
      />
    </Frame>
  )
}

import { useTranslation } from 'react-i18next'
import type { Secret } from '../../../shared/contract'
import { Frame } from '../../gate/Frame'
import { NewPassphraseForm } from '../../gate/NewPassphraseForm'
import type { TwofoldApi } from '../../lib/api'
import { Button } from '../../ui/Button'

export interface NewPassphraseProposalProps {
  api: TwofoldApi
  /** The recovery key that has just opened the vault. */
  current: Secret
  /** The person's own name, which must not be the passphrase. */
  name: string
  onDone(): void
  onLater(): void
}

/** After the recovery key has opened the vault: a new passphrase in place of the one that was forgotten. */
export function NewPassphraseProposal({ api, current, name, onDone, onLater }: NewPassphraseProposalProps) {
  const { t } = useTranslation('setup', { keyPrefix: 'proposal' })
  const change = async (next: string) => {
    await api.vault.changePassphrase({ current, next })
    onDone()
  }
  return (
    <Frame title={t('title')} lead={t('lead')}>
      <NewPassphraseForm
        name={name}
        submitLabel={t('change')}
        busyLabel={t('changing')}
        onSubmit={change}
        before={
          <Button variant="quiet" onPress={onLater}>
            {t('later')}
          </Button>
        }
      />
    </Frame>
  )
}

import { useTranslation } from 'react-i18next'
import type { AppState } from '../../../shared/contract'
import type { Failure } from '../../../shared/failure'
import { Frame } from '../../gate/Frame'
import gate from '../../gate/gate.module.css'
import { Alert, Problem } from '../../gate/Problem'
import { useAction } from '../../gate/use-action'
import type { TwofoldApi } from '../../lib/api'
import { failureText } from '../../lib/failure-text'
import { Button } from '../../ui/Button'

export interface UnreadableProps {
  api: TwofoldApi
  state: AppState
  failure: Failure
  onElsewhere(): void
}

/** Why the vault can't be opened, and what a person can do about it: look again, or open another. */
export function Unreadable({ api, state, failure, onElsewhere }: UnreadableProps) {
  const { t } = useTranslation(['setup', 'common'])
  const { t: common } = useTranslation('common')
  const { busy, error, run } = useAction()
  return (
    <Frame title={t('setup:unreadable.title')}>
      <Alert>{failureText(common, failure)}</Alert>
      <p className={`${gate.note} ${gate.path}`}>{t('setup:unlock.vaultIn', { folder: state.folder })}</p>
      <Problem error={error} />
      <div className={gate.buttons}>
        <Button
          variant="primary"
          isPending={busy}
          onPress={() => run(() => api.app.openFolder({ folder: state.folder }))}
        >
          {t('setup:unreadable.again')}
        </Button>
        <Button variant="quiet" onPress={onElsewhere}>
          {t('setup:unlock.another')}
        </Button>
      </div>
    </Frame>
  )
}

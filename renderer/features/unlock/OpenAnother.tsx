import { useState } from 'react'
import { Form } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { AppState, FolderReport } from '../../../shared/contract'
import { FolderField } from '../../gate/FolderField'
import { Frame } from '../../gate/Frame'
import gate from '../../gate/gate.module.css'
import { Alert, Problem } from '../../gate/Problem'
import { useAction } from '../../gate/use-action'
import { useFolderReport } from '../../gate/use-folder-report'
import type { TwofoldApi } from '../../lib/api'
import { Button } from '../../ui/Button'
import { Actions } from '../../ui/Dialog'

export interface OpenAnotherProps {
  api: TwofoldApi
  state: AppState
  onBack(): void
}

/** Another folder: its vault is opened, or a new one is set up there; the present vault stays where it is. */
export function OpenAnother({ api, state, onBack }: OpenAnotherProps) {
  const { t } = useTranslation(['setup', 'common'])
  const [folder, setFolder] = useState(state.folder)
  const [refused, setRefused] = useState<'missing' | 'otherFilesThere' | null>(null)
  const { report, error: lookError } = useFolderReport(api, folder)
  const { busy, error, run } = useAction()

  const go = async () => {
    if (!folder.trim()) return setRefused('missing')
    const found = await api.app.inspectFolder({ folder })
    if (found.holds === 'other-files') return setRefused('otherFilesThere')
    await api.app.openFolder({ folder: found.folder })
    onBack()
  }
  const trouble = error ?? lookError

  return (
    <Frame title={t('setup:another.title')} lead={t('setup:another.lead')}>
      <Form
        validationBehavior="aria"
        className={gate.form ?? ''}
        onSubmit={(event) => {
          event.preventDefault()
          run(go)
        }}
      >
        <FolderField
          api={api}
          state={state}
          value={folder}
          onChange={(next) => {
            setFolder(next)
            setRefused(null)
          }}
          description={<Findings report={report} />}
          error={refused ? <Alert>{t(`setup:folder.${refused}`)}</Alert> : trouble ? <Problem error={trouble} /> : null}
        />
        <Actions>
          <Button variant="quiet" onPress={onBack}>
            {t('common:back')}
          </Button>
          <Button type="submit" variant="primary" isPending={busy}>
            {report?.holds === 'nothing' ? t('setup:another.setUp') : t('setup:folder.open')}
          </Button>
        </Actions>
      </Form>
    </Frame>
  )
}

function Findings({ report }: { report: FolderReport | null }) {
  const { t } = useTranslation('setup', { keyPrefix: 'another' })
  if (!report) return t('looking')
  return (
    <output>
      {t(`holds.${report.holds}`)} {report.syncedBy ? t('synced', { service: report.syncedBy }) : null}
    </output>
  )
}

import { Form } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { AppState, FolderReport } from '../../../shared/contract'
import { FolderField } from '../../gate/FolderField'
import { Frame } from '../../gate/Frame'
import gate from '../../gate/gate.module.css'
import { Alert, Problem } from '../../gate/Problem'
import { useFittedInput } from '../../lib/use-fitted-input'
import { Button } from '../../ui/Button'
import { Actions } from '../../ui/Dialog'
import { TextField } from '../../ui/TextField'
import { FolderNotes } from './FolderNotes'
import { Progress } from './Progress'
import { type PlaceOptions, usePlace } from './use-place'

/** The first step: one's own name, and where the vault lies. */
export function PlaceStep({ state, ...options }: PlaceOptions & { state: AppState }) {
  const { t } = useTranslation(['setup', 'common'])
  const { place, change, report, missing, folderError, action, submit, open } = usePlace(options)
  const input = useFittedInput()

  return (
    <Frame title={t('setup:place.title')} above={<Progress step={1} />} lead={t('setup:place.lead')}>
      <Form
        validationBehavior="aria"
        className={gate.form ?? ''}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <TextField
          inputRef={input}
          label={t('setup:place.name')}
          description={t('setup:place.nameHelp')}
          value={place.name}
          onChange={(name) => change({ name })}
          maxLength={60}
          error={missing === 'name' ? <Alert>{t('setup:place.nameMissing')}</Alert> : null}
        />
        <FolderField
          api={options.api}
          state={state}
          value={place.folder}
          onChange={(folder) => change({ folder })}
          description={resolved(report, place.folder) ?? t('setup:folder.help')}
          error={missing === 'folder' ? <Alert>{t('setup:folder.missing')}</Alert> : folderProblem(folderError)}
        />
        <FolderNotes
          report={report}
          platform={state.platform}
          syncedAnyway={place.syncedAnyway}
          onSyncedAnyway={(syncedAnyway) => change({ syncedAnyway })}
          onFolder={(folder) => change({ folder })}
          onOpen={open}
        />
        {missing === 'choice' ? <Alert>{t('setup:folder.choiceMissing')}</Alert> : null}
        <Problem error={action.error} />
        <Actions>
          <Button type="submit" variant="primary" isPending={action.busy}>
            {t('common:continue')}
          </Button>
        </Actions>
      </Form>
    </Frame>
  )
}

const resolved = (report: FolderReport | null, typed: string) =>
  report && report.folder !== typed ? report.folder : null

const folderProblem = (error: unknown) => (error ? <Problem error={error} /> : null)

import { useState } from 'react'
import type { AppState } from '../../../shared/contract'
import type { TwofoldApi } from '../../lib/api'
import { DoneStep } from './DoneStep'
import { PassphraseStep } from './PassphraseStep'
import { PlaceStep } from './PlaceStep'
import { ProtectionStep } from './ProtectionStep'
import { RecoveryStep } from './RecoveryStep'
import type { Place } from './use-place'

export interface SetupProps {
  api: TwofoldApi
  state: AppState
  /** Called when the vault stands open and everything was said, or when an existing vault was chosen instead. */
  onDone(): void
}

type Stage = 'place' | 'passphrase' | 'recovery' | 'protection' | 'done'

/**
 * From nothing to an open vault in five steps. There is no way back over the making of the vault, nor to a recovery
 * key that was proven: neither is kept here longer than it is shown.
 */
export function Setup({ api, state, onDone }: SetupProps) {
  const [stage, setStage] = useState<Stage>('place')
  const [place, setPlace] = useState<Place>({ name: '', folder: state.folder, syncedAnyway: false })
  const [folderError, setFolderError] = useState<unknown>(null)
  const [recoveryKey, setRecoveryKey] = useState('')

  switch (stage) {
    case 'place':
      return (
        <PlaceStep
          api={api}
          state={state}
          initial={place}
          initialError={folderError}
          onOpened={onDone}
          onNext={(next) => {
            setPlace(next)
            setStage('passphrase')
          }}
        />
      )
    case 'passphrase':
      return (
        <PassphraseStep
          api={api}
          state={state}
          place={place}
          onBack={(error) => {
            setFolderError(error)
            setStage('place')
          }}
          onCreated={(key) => {
            setRecoveryKey(key)
            setStage('recovery')
          }}
        />
      )
    case 'recovery':
      return (
        <RecoveryStep
          api={api}
          recoveryKey={recoveryKey}
          onNext={() => {
            setRecoveryKey('')
            setStage('protection')
          }}
        />
      )
    case 'protection':
      return <ProtectionStep onNext={() => setStage('done')} />
    case 'done':
      return <DoneStep onBack={() => setStage('protection')} onDone={onDone} />
  }
}

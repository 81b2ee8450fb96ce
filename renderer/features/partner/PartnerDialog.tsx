import { background, bestEffort } from '../../../shared/background'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PartnerStatus } from '../../../shared/partner'
import { focusBeginning } from '../../gate/focus-beginning'
import type { TwofoldApi } from '../../lib/api'
import { useLatest } from '../../lib/latest-store'
import type { PartnerStore } from '../../lib/partner-store'
import type { OpenedInvite } from '../../lib/use-opened-invite'
import { Dialog } from '../../ui/Dialog'
import { AnsweredStep, CompareStep } from './CompareStep'
import { FailedStep, PairedStep } from './EndSteps'
import { InviteStep } from './InviteStep'
import { JoiningStep, JoinStep } from './JoinStep'
import { pairingStep } from './pairing-step'
import styles from './Partner.module.css'
import { TooManyStep } from './TooManyStep'
import { WaysStep } from './WaysStep'

export interface PartnerDialogProps {
  api: TwofoldApi
  partner: PartnerStore
  /** `YYYY-MM-DD` */
  today: string
  isOpen: boolean
  /** The invite that was opened as a link, until it is used or put away. */
  opened: OpenedInvite | null
  onForget(): void
  /** A pairing that is under way goes on when the dialog closes. */
  onClose(): void
  onNewShared(): void
}

/** Pairing with the partner, from the invite to the shared journal. */
export function PartnerDialog({ isOpen, ...props }: PartnerDialogProps) {
  const status = useLatest(props.partner)
  const [isJoining, setJoining] = useState(false)
  const { t } = useTranslation('partner')
  const afterwards = useRef(() => {})
  const step = pairingStep(status, isJoining, props.opened)
  const close = () => {
    setJoining(false)
    props.onForget()
    props.onClose()
    // It has been read; what can't be put away now stays in the sidebar.
    if (step === 'failed') background(bestEffort(props.api.partner.dismiss()))
  }
  return (
    <Dialog
      title={t(`title.${step}`, { name: nameIn(status) })}
      // The longest invite has room there, and the buttons below it.
      size={step === 'form' || step === 'inviting' ? 'large' : 'small'}
      isOpen={isOpen}
      onClose={close}
      onGone={() => {
        afterwards.current()
        afterwards.current = () => {}
      }}
    >
      {/* Another step is another part: the focus goes to its beginning, wherever it was. */}
      <div key={step} ref={focusBeginning} className={styles.step}>
        {step === 'tooMany' ? (
          <TooManyStep status={status} onShow={props.onForget} onClose={close} />
        ) : (
          <Step
            {...props}
            {...{ status, isJoining }}
            onJoining={setJoining}
            onClose={close}
            onNewShared={() => {
              // A dialog that is about to go would take the focus back from the page to write on.
              afterwards.current = props.onNewShared
              close()
            }}
          />
        )}
      </div>
    </Dialog>
  )
}

const nameIn = (status: PartnerStatus | null) =>
  status?.pairing.stage === 'comparing' ? status.pairing.partnerName : (status?.partner?.name ?? '')

interface StepProps extends Omit<PartnerDialogProps, 'isOpen' | 'partner'> {
  status: PartnerStatus | null
  isJoining: boolean
  onJoining(isJoining: boolean): void
}

function Step({ api, status, opened, onForget, isJoining, onJoining, today, onClose, onNewShared }: StepProps) {
  const pairing = status?.pairing ?? { stage: 'none' as const }
  switch (pairing.stage) {
    case 'none':
      if (status?.partner) return <PairedStep partner={status.partner} onNewShared={onNewShared} onClose={onClose} />
      if (isJoining || opened) {
        const link = opened?.link ?? null
        const leave = (isJoining: boolean) => {
          onJoining(isJoining)
          onForget()
        }
        // Another link is another form.
        return <JoinStep key={link} {...{ api, link }} onJoined={() => leave(true)} onBack={() => leave(false)} />
      }
      return <WaysStep api={api} onJoin={() => onJoining(true)} onClose={onClose} />
    case 'inviting':
      return <InviteStep {...{ api, today, onClose }} invite={pairing} addresses={status?.addresses.own ?? []} />
    case 'joining':
      return <JoiningStep api={api} onClose={onClose} />
    case 'comparing':
      if (pairing.answered) return <AnsweredStep api={api} name={pairing.partnerName} onClose={onClose} />
      return <CompareStep api={api} pairing={pairing} />
    case 'failed':
      return <FailedStep api={api} failure={pairing.failure} onBegin={() => onJoining(false)} onClose={onClose} />
  }
}

import { useTranslation } from 'react-i18next'
import type { PartnerStatus } from '../../../shared/partner'
import { Problem } from '../../gate/Problem'
import { useAction } from '../../gate/use-action'
import type { TwofoldApi } from '../../lib/api'
import { Button } from '../../ui/Button'
import { Actions } from '../../ui/Dialog'
import styles from './Partner.module.css'

export interface CompareStepProps {
  api: TwofoldApi
  pairing: Extract<PartnerStatus['pairing'], { stage: 'comparing' }>
}

/** The four words that both must see, and what a person can say to them. */
export function CompareStep({ api, pairing }: CompareStepProps) {
  const { t } = useTranslation('partner', { keyPrefix: 'compare' })
  const { error, run } = useAction()
  const answer = (answer: 'match' | 'skip' | 'differ') => run(() => api.partner.answer({ answer }))
  return (
    <>
      <p tabIndex={-1} className={styles.lead}>
        {t('lead', { name: pairing.partnerName })}
      </p>
      <ol aria-label={t('words')} className={styles.words}>
        {pairing.words.map((word, place) => (
          // The same word may come twice.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={place} lang="en">
            {word}
          </li>
        ))}
      </ol>
      <p className={styles.digits}>{t('digits', { digits: pairing.digits })}</p>
      <Problem error={error} />
      <div className={styles.answers}>
        <Button variant="primary" onPress={() => answer('match')}>
          {t('match')}
        </Button>
        <Button variant="danger" aria-describedby="answer-differ" onPress={() => answer('differ')}>
          {t('differ')}
        </Button>
        <Button variant="quiet" aria-describedby="answer-skip" onPress={() => answer('skip')}>
          {t('skip')}
        </Button>
      </div>
      <div className={styles.note}>
        <p id="answer-differ">{t('differHelp')}</p>
        <p id="answer-skip">{t('skipHelp')}</p>
      </div>
    </>
  )
}

/** This side has answered; the other hasn't yet. */
export function AnsweredStep({ api, name, onClose }: { api: TwofoldApi; name: string; onClose(): void }) {
  const { t } = useTranslation(['partner', 'common'])
  const { busy, error, run } = useAction()
  return (
    <>
      <p tabIndex={-1} className={styles.lead}>
        {t('partner:compare.answered', { name })}
      </p>
      <Problem error={error} />
      <Actions>
        <Button variant="quiet" isPending={busy} onPress={() => run(() => api.partner.withdrawInvite())}>
          {t('partner:compare.stop')}
        </Button>
        <Button onPress={onClose}>{t('common:close')}</Button>
      </Actions>
    </>
  )
}

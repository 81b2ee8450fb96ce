import type { TFunction } from 'i18next'
import { type Failure, failureOf } from '../../shared/failure'

/** The sentence for a person that belongs to a failure: what happened, what is safe, what to do. */
export function failureText(t: TFunction<'common'>, failure: Failure): string {
  if (failure.code === 'vault-damaged' && failure.file === 'vault.json')
    return t('failure.vault-header-damaged', failure)
  if (failure.code === 'port-taken' && failure.port === 0) return t('failure.port-none')
  return t(`failure.${failure.code}`, { ...failure })
}

/** The sentence for whatever was thrown. */
export const errorText = (t: TFunction<'common'>, error: unknown) => failureText(t, failureOf(error))

import type { ReactNode } from 'react'
import { I18nProvider, useLocale } from 'react-aria-components'

/**
 * All dates within in the person's language and digits, but on the Gregorian calendar: an entry's date is one, and so
 * are the months of the timeline and the same day of other years (decision 0021).
 */
export function GregorianDates({ children }: { children?: ReactNode }) {
  const { locale } = useLocale()
  return <I18nProvider locale={new Intl.Locale(locale, { calendar: 'gregory' }).toString()}>{children}</I18nProvider>
}

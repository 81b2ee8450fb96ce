import { createContext, type ReactNode, useContext } from 'react'
import { I18nProvider, useLocale } from 'react-aria-components'
import { useTranslation } from 'react-i18next'

const DateLocaleContext = createContext('en')

/**
 * Parts of the library that stand among the app's words speak and run as these do: in a locale that is read from right to
 * left an arrow key would else go the other way than the buttons stand. Dates are in the person's own language and digits,
 * but on the Gregorian calendar: an entry's date is one, and so are the months of the timeline and the same day of other
 * years (decision 0021).
 */
export function AppLocale({ children }: { children?: ReactNode }) {
  const { locale } = useLocale()
  const { i18n } = useTranslation()
  return (
    <DateLocaleContext value={new Intl.Locale(locale, { calendar: 'gregory' }).toString()}>
      <I18nProvider locale={i18n.language}>{children}</I18nProvider>
    </DateLocaleContext>
  )
}

/** The locale in which moments and dates are written, on the Gregorian calendar. */
export const useDateLocale = (): string => useContext(DateLocaleContext)

/** Fields and months within speak the person's language; they take their direction from `useLocale`, as their keys do. */
export function InDateLocale({ children }: { children?: ReactNode }) {
  return <I18nProvider locale={useDateLocale()}>{children}</I18nProvider>
}

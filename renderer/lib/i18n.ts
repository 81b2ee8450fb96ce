import { createInstance, type i18n as I18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import app from '../locales/en/app.json'
import common from '../locales/en/common.json'
import page from '../locales/en/page.json'
import partner from '../locales/en/partner.json'
import settings from '../locales/en/settings.json'
import setup from '../locales/en/setup.json'
import timeline from '../locales/en/timeline.json'
import { isolated } from './isolated'

const english = { app, common, page, partner, settings, setup, timeline }

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    resources: typeof english
  }
}

/** The words of the app, one file per language and feature; a key that is not in the English files does not compile. */
export const i18n: I18n = createInstance()

/** Loads the words; at once, since they are part of the bundle and nothing is fetched. */
export async function startI18n(): Promise<void> {
  await i18n.use(initReactI18next).init({
    lng: 'en',
    resources: { en: english },
    defaultNS: 'common',
    // React escapes markup; what is left to do is that nobody's words turn ours around.
    interpolation: { escapeValue: true, escape: isolated },
    returnNull: false,
  })
}

import { type ReactNode, useState } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { AppState } from '../../../shared/contract'
import type { TwofoldApi } from '../../lib/api'
import type { PartnerStore } from '../../lib/partner-store'
import { Problem } from '../../gate/Problem'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { AppearanceSection } from './AppearanceSection'
import { LockSection } from './LockSection'
import { NameSection } from './NameSection'
import { PartnerSection } from './PartnerSection'
import { PassphraseSection } from './PassphraseSection'
import { PlaceSection } from './PlaceSection'
import { ProtectionSection } from './ProtectionSection'
import { RecoverySection } from './RecoverySection'
import styles from './Settings.module.css'
import { type SettingsForm, useSettings } from './use-settings'

export type SettingsSection =
  | 'name'
  | 'partner'
  | 'lock'
  | 'passphrase'
  | 'recovery'
  | 'appearance'
  | 'place'
  | 'protection'
const sections: readonly SettingsSection[] = [
  'name',
  'partner',
  'lock',
  'passphrase',
  'recovery',
  'appearance',
  'place',
  'protection',
]

export interface SettingsProps {
  api: TwofoldApi
  state: AppState
  partner: PartnerStore
  /** `YYYY-MM-DD` */
  today: string
  isOpen: boolean
  /** The section that is shown first. */
  begin: SettingsSection
  onClose(): void
  /** Shows what Twofold can't protect against. */
  onHelp(): void
  /** To the pairing with a partner. */
  onPair(): void
  /** Asks whether to unpair. */
  onUnpair(): void
}

/** Everything a person sets, a section each; what is changed is kept at once, except where a button says otherwise. */
export function Settings({ isOpen, onClose, ...props }: SettingsProps) {
  const { t } = useTranslation(['settings', 'common'])
  const [held, setHeld] = useState(false)
  // A recovery key that is on the screen would be lost by a click beside the dialog.
  const close = () => {
    if (!held) onClose()
  }
  return (
    <Dialog
      title={t('settings:title')}
      isOpen={isOpen}
      onClose={close}
      size="large"
      actions={
        <Button isDisabled={held} onPress={onClose}>
          {t('common:close')}
        </Button>
      }
    >
      <Sections {...props} held={held} onHeld={setHeld} />
    </Dialog>
  )
}

interface SectionsProps extends Omit<SettingsProps, 'isOpen' | 'onClose'> {
  held: boolean
  onHeld(held: boolean): void
}

function Sections({ held, onHeld, ...props }: SectionsProps) {
  const { t } = useTranslation('settings')
  const form = useSettings(props.api)
  return (
    <>
      <Tabs orientation="vertical" className={styles.tabs ?? ''} isDisabled={held} defaultSelectedKey={props.begin}>
        <TabList aria-label={t('title')} className={styles.list ?? ''}>
          {sections.map((section) => (
            <Tab key={section} id={section} className={styles.tab ?? ''}>
              {t(`section.${section}`)}
            </Tab>
          ))}
        </TabList>
        {sections.map((section) => (
          <TabPanel key={section} id={section} className={styles.panel ?? ''}>
            {sectionOf(section, { ...props, form, onHeld })}
          </TabPanel>
        ))}
      </Tabs>
      <Problem error={form.error} />
    </>
  )
}

interface SectionOptions extends Omit<SectionsProps, 'held' | 'begin'> {
  form: SettingsForm
}

function sectionOf(section: SettingsSection, options: SectionOptions): ReactNode {
  const { api, state, form, onHelp, onHeld } = options
  const { settings, change } = form
  switch (section) {
    case 'name':
      return settings && <NameSection name={settings.name} onChange={(name) => change({ name })} />
    case 'partner':
      return <PartnerSection {...options} />
    case 'lock':
      return (
        settings && (
          <LockSection
            minutes={settings.idleMinutes}
            onChange={(idleMinutes) => change({ idleMinutes })}
            onLock={() => api.app.lock()}
          />
        )
      )
    case 'passphrase':
      return settings && <PassphraseSection api={api} name={settings.name} />
    case 'recovery':
      return <RecoverySection api={api} onHeld={onHeld} />
    case 'appearance':
      return <AppearanceSection api={api} theme={state.preferences.theme} />
    case 'place':
      return <PlaceSection folder={state.folder} />
    case 'protection':
      return <ProtectionSection onHelp={onHelp} />
  }
}

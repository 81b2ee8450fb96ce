import { useTranslation } from 'react-i18next'
import { type Host, keysLabel, type Platform, type ShortcutId, shortcutIds, shortcuts } from '../../lib/shortcuts'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import styles from './Shortcuts.module.css'

export interface ShortcutsProps {
  isOpen: boolean
  onClose(): void
  host: Host
  platform: Platform
}

const groups = ['everywhere', 'reading', 'page'] as const

/** The sheet of every shortcut, with the keys as they are in this host and on this platform. */
export function Shortcuts({ isOpen, onClose, host, platform }: ShortcutsProps) {
  const { t } = useTranslation(['settings', 'common'])
  return (
    <Dialog
      title={t('settings:shortcuts.title')}
      isOpen={isOpen}
      onClose={onClose}
      size="large"
      actions={<Button onPress={onClose}>{t('common:close')}</Button>}
    >
      {/* Text alone takes the focus, so that it can be scrolled with the keys. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section tabIndex={0} aria-label={t('settings:shortcuts.title')} className={styles.groups}>
        {groups.map((group) => (
          <Group
            key={group}
            title={t(`settings:shortcuts.group.${group}`)}
            ids={shortcutIds.filter((id) => shortcuts[id].group === group)}
            host={host}
            platform={platform}
          />
        ))}
      </section>
      {host === 'browser' ? <TabNote platform={platform} /> : null}
    </Dialog>
  )
}

/** Which keys are others because the browser keeps the usual ones. */
function TabNote({ platform }: { platform: Platform }) {
  const { t, i18n } = useTranslation('settings', { keyPrefix: 'shortcuts' })
  const kept = shortcutIds.filter((id) => shortcuts[id].inTab)
  const list = (host: Host) =>
    new Intl.ListFormat(i18n.language).format(kept.map((id) => keysLabel(id, host, platform)))
  return <p className={styles.note}>{t('tab', { kept: list('electron'), instead: list('browser') })}</p>
}

interface GroupProps {
  title: string
  ids: readonly ShortcutId[]
  host: Host
  platform: Platform
}

function Group({ title, ids, host, platform }: GroupProps) {
  const { t } = useTranslation('settings', { keyPrefix: 'shortcuts.name' })
  return (
    <section className={styles.group}>
      <h3 className={styles.title}>{title}</h3>
      <dl>
        {ids.map((id) => (
          <div key={id} className={styles.row}>
            <dt>{t(id)}</dt>
            <dd>
              <kbd className={styles.keys}>{keysLabel(id, host, platform)}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

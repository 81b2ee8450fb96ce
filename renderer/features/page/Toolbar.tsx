import type { EditorView } from '@codemirror/view'
import {
  Bold,
  Heading1,
  Heading2,
  Heading3,
  Italic,
  Link,
  List,
  ListChecks,
  ListOrdered,
  type LucideIcon,
  Quote,
  Redo2,
  Search,
  Strikethrough,
  Undo2,
} from 'lucide-react'
import { Fragment } from 'react'
import { Toolbar as AriaToolbar, Separator, ToggleButton, Tooltip, TooltipTrigger } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/IconButton'
import { openFind } from './find-state'
import { keysShown } from './keys-shown'
import { markCommands, type MarkId } from './page-keys'
import type { PageStatus } from './page-status'
import { redo, undo } from './page-undo'
import styles from './Toolbar.module.css'

export interface ToolbarProps {
  view: EditorView
  status: PageStatus
  onLink(): void
}

type ShownMark = Exclude<MarkId, 'paragraph'>

const icons: Record<ShownMark, LucideIcon> = {
  'heading-1': Heading1,
  'heading-2': Heading2,
  'heading-3': Heading3,
  bold: Bold,
  italic: Italic,
  strike: Strikethrough,
  'bullet-list': List,
  'ordered-list': ListOrdered,
  checklist: ListChecks,
  quote: Quote,
}
const groups: readonly (readonly ShownMark[])[] = [
  ['heading-1', 'heading-2', 'heading-3'],
  ['bold', 'italic', 'strike'],
  ['bullet-list', 'ordered-list', 'checklist', 'quote'],
]

/** Everything a page can do, for those who don't think in shortcuts; each name says its keys. */
export function Toolbar({ view, status, onLink }: ToolbarProps) {
  const { t } = useTranslation('page')
  const mark = (id: ShownMark) => {
    markCommands[id](view)
    view.focus()
  }
  return (
    <AriaToolbar aria-label={t('toolbar.label')} className={styles.toolbar ?? ''}>
      {groups.map((group) => (
        <Fragment key={group[0]}>
          {group.map((id) => (
            <MarkButton key={id} id={id} icon={icons[id]} isOn={status.on.has(id)} onPress={() => mark(id)} />
          ))}
          <Separator orientation="vertical" className={styles.separator ?? ''} />
        </Fragment>
      ))}
      <MarkButton id="link" icon={Link} isOn={status.on.has('link')} onPress={onLink} />
      <span className={styles.space} />
      <IconButton
        icon={Undo2}
        label={t('toolbar.undo')}
        keys={keysShown('undo')}
        isDisabled={!status.canUndo}
        onPress={() => {
          undo(view)
          view.focus()
        }}
      />
      <IconButton
        icon={Redo2}
        label={t('toolbar.redo')}
        keys={keysShown('redo')}
        isDisabled={!status.canRedo}
        onPress={() => {
          redo(view)
          view.focus()
        }}
      />
      <IconButton icon={Search} label={t('toolbar.find')} keys={keysShown('find')} onPress={() => openFind(view)} />
    </AriaToolbar>
  )
}

interface MarkButtonProps {
  id: ShownMark | 'link'
  icon: LucideIcon
  isOn: boolean
  onPress(): void
}

function MarkButton({ id, icon: Icon, isOn, onPress }: MarkButtonProps) {
  const { t } = useTranslation('page')
  const label = t(`toolbar.${id}`)
  return (
    <TooltipTrigger delay={500}>
      <ToggleButton aria-label={label} isSelected={isOn} onChange={onPress} className={styles.button ?? ''}>
        <Icon size={17} strokeWidth={1.75} aria-hidden />
      </ToggleButton>
      <Tooltip className={styles.tooltip ?? ''} offset={6}>
        {label}
        <kbd className={styles.keys}>{keysShown(id)}</kbd>
      </Tooltip>
    </TooltipTrigger>
  )
}

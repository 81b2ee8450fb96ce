import type { EditorView } from '@codemirror/view'
import { type SyntheticEvent, useEffect, useRef, useState } from 'react'
import { Dialog, Popover } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button'
import { TextField } from '../../ui/TextField'
import { typedAddress } from './link-address'
import { linkableWords, selectedLink, linkedTo, unlinked } from './link-commands'
import { pointOutWords } from './linked-words'
import styles from './LinkPopover.module.css'

export interface LinkPopoverProps {
  view: EditorView
  onClose(): void
}

/** Asks for a link's address beside the words it is for; an existing one can be changed or taken away. */
export function LinkPopover({ view, onClose }: LinkPopoverProps) {
  const { t } = useTranslation('page')
  const anchor = useRef<HTMLSpanElement>(null)
  const [place] = useState(() => caretPlace(view))
  useEffect(() => {
    const around = selectedLink(view.state)
    pointOutWords(view, around?.words ?? linkableWords(view.state))
    return () => pointOutWords(view, null)
  }, [view])
  const close = () => {
    onClose()
    view.focus()
  }
  return (
    <>
      <span ref={anchor} className={styles.anchor} style={place} />
      <Popover
        triggerRef={anchor}
        isOpen
        onOpenChange={(isOpen) => (isOpen ? undefined : close())}
        placement="bottom start"
        className={styles.popover ?? ''}
      >
        <Dialog aria-label={t('link.title')} className={styles.dialog ?? ''}>
          <LinkForm view={view} onClose={close} />
        </Dialog>
      </Popover>
    </>
  )
}

function LinkForm({ view, onClose }: LinkPopoverProps) {
  const { t } = useTranslation('page')
  const [existing] = useState(() => selectedLink(view.state))
  const [typed, setTyped] = useState(() => existing?.address?.url.replace(/^mailto:/, '') ?? '')
  const [refused, setRefused] = useState<'link.notAnAddress' | 'link.notHere' | null>(null)
  const save = (event: SyntheticEvent) => {
    event.preventDefault()
    const address = typedAddress(typed)
    const edit = address && linkedTo(view.state, address)
    setRefused(edit ? null : address ? 'link.notHere' : 'link.notAnAddress')
    if (!edit) return
    view.dispatch(edit)
    onClose()
  }
  const removal = existing ? unlinked(view.state) : null
  const remove = () => {
    if (removal) view.dispatch(removal)
    onClose()
  }
  return (
    <form onSubmit={save} className={styles.form} noValidate>
      <TextField
        autoFocus
        label={t('link.address')}
        placeholder={t('link.addressPlaceholder')}
        value={typed}
        onChange={setTyped}
        error={refused ? t(refused) : undefined}
      />
      <div className={styles.actions}>
        {removal ? (
          <Button variant="quiet" onPress={remove}>
            {t('link.remove')}
          </Button>
        ) : null}
        <Button onPress={onClose}>{t('link.cancel')}</Button>
        <Button variant="primary" type="submit">
          {t('link.save')}
        </Button>
      </div>
    </form>
  )
}

function caretPlace(view: EditorView): { left: number; top: number; height: number } {
  const at = view.coordsAtPos(view.state.selection.main.from)
  const page = view.dom.getBoundingClientRect()
  const { left, top, bottom } = at ?? { left: page.left, top: page.top, bottom: page.top }
  return { left, top, height: bottom - top }
}

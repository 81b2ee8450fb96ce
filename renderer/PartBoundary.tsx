import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './PartBoundary.module.css'
import { Button } from './ui/Button'

export interface PartBoundaryProps {
  children: ReactNode
  /** The part has been given up and is left out, as dialogs are; without it the part is shown in words. */
  onBroken?: () => void
  /** Which dialog is asked for, null for none: what was left out is tried again with the next one, and not before. */
  shown?: string | null
}

interface BoundaryState {
  isBroken: boolean
  /** Which dialog was asked for when this was drawn last. */
  shown: string | null
}

/**
 * Keeps an error in one part of the window from taking the others along, and with them the words on the page. What broke
 * can be tried again; what it showed comes from the journal, and nothing of that is lost.
 */
export class PartBoundary extends Component<PartBoundaryProps, BoundaryState> {
  override state: BoundaryState = { isBroken: false, shown: null }

  static getDerivedStateFromError() {
    return { isBroken: true }
  }

  // Tried at once, a dialog that breaks while it is closed would break over and over, and take the whole window along.
  static getDerivedStateFromProps({ shown = null }: PartBoundaryProps, before: BoundaryState): BoundaryState {
    const isAskedFor = shown !== null && shown !== before.shown
    return { shown, isBroken: before.isBroken && !isAskedFor }
  }

  override componentDidCatch(): void {
    this.props.onBroken?.()
  }

  override render() {
    if (!this.state.isBroken) return this.props.children
    return this.props.onBroken ? null : <BrokenPart onAgain={() => this.setState({ isBroken: false })} />
  }
}

function BrokenPart({ onAgain }: { onAgain(): void }) {
  const { t } = useTranslation('app', { keyPrefix: 'broken' })
  return (
    <div role="alert" className={styles.broken}>
      {/* The sidebar holds the window's own heading, and may be what has broken. */}
      <h1>{t('title')}</h1>
      <p>{t('text')}</p>
      <Button onPress={onAgain}>{t('again')}</Button>
    </div>
  )
}

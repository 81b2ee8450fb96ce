import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './PartBoundary.module.css'
import { Button } from './ui/Button'

export interface PartBoundaryProps {
  children: ReactNode
  /** The part has been given up and is to be left out, as a dialog is; without it the part is shown in words. */
  onBroken?: () => void
}

/**
 * Keeps an error in one part of the window from taking the others along, and with them the words on the page. What broke
 * can be tried again; what it showed comes from the journal, and nothing of that is lost.
 */
export class PartBoundary extends Component<PartBoundaryProps, { isBroken: boolean }> {
  override state = { isBroken: false }

  static getDerivedStateFromError() {
    return { isBroken: true }
  }

  override componentDidCatch(): void {
    this.props.onBroken?.()
    // A dialog that has been closed can be opened again.
    if (this.props.onBroken) this.setState({ isBroken: false })
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

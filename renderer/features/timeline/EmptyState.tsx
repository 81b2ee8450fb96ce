import { Button } from '../../ui/Button'
import styles from './EmptyState.module.css'

export interface EmptyStateProps {
  sentence: string
  action: string
  onAction(): void
}

/** What stands where there is nothing to list: one sentence, one thing to do. */
export function EmptyState({ sentence, action, onAction }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      <p className={styles.sentence}>{sentence}</p>
      <Button onPress={onAction}>{action}</Button>
    </div>
  )
}

import type { LucideIcon } from 'lucide-react'
import { Button, type ButtonProps, Tooltip, TooltipTrigger } from 'react-aria-components'
import styles from './IconButton.module.css'

export interface IconButtonProps extends Omit<ButtonProps, 'className' | 'style' | 'children' | 'aria-label'> {
  icon: LucideIcon
  /** What it does, as a verb; read by screen readers and shown on hover and focus. */
  label: string
  /** The keys that do the same, as they are shown to a person. */
  keys?: string
}

/** A button that is only an icon, 32 px square, with its name in a tooltip. */
export function IconButton({ icon: Icon, label, keys, ...props }: IconButtonProps) {
  return (
    <TooltipTrigger delay={500}>
      <Button {...props} aria-label={label} className={styles.button ?? ''}>
        <Icon size={17} strokeWidth={1.75} aria-hidden />
      </Button>
      <Tooltip className={styles.tooltip ?? ''} offset={6}>
        {label}
        {keys ? <kbd className={styles.keys}>{keys}</kbd> : null}
      </Tooltip>
    </TooltipTrigger>
  )
}

import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox } from 'react-aria-components'
import styles from './Checkbox.module.css'

export interface CheckboxProps {
  isSelected: boolean
  onChange(isSelected: boolean): void
  children: ReactNode
}

/** Something a person says yes to by ticking it. */
export function Checkbox({ children, ...props }: CheckboxProps) {
  return (
    <AriaCheckbox {...props} className={styles.checkbox ?? ''}>
      <span className={styles.box}>
        <Check size={14} strokeWidth={2.5} aria-hidden />
      </span>
      <span>{children}</span>
    </AriaCheckbox>
  )
}

import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import {
  Button,
  type Key,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
} from 'react-aria-components'
import optionStyles from './Options.module.css'
import styles from './Select.module.css'

export interface SelectOption {
  readonly id: string
  readonly label: string
}

export interface SelectProps {
  label: string
  options: readonly SelectOption[]
  value: string
  onChange(id: string): void
  isDisabled?: boolean
}

/**
 * A quiet choice of one among a few words; its label is for screen readers, its value speaks for itself. While it is
 * closed no key changes it: React Aria would choose by arrows and letters, as who only goes by may type them.
 */
export function Select({ label, options, value, onChange, isDisabled = false }: SelectProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <AriaSelect
      aria-label={label}
      value={value}
      isOpen={isOpen}
      onOpenChange={setOpen}
      onChange={(key: Key | null) => {
        if (isOpen && key !== null) onChange(String(key))
      }}
      isDisabled={isDisabled}
    >
      <Button className={styles.button ?? ''}>
        <SelectValue />
        <ChevronDown size={14} aria-hidden />
      </Button>
      <Popover className={optionStyles.popover ?? ''}>
        <ListBox className={optionStyles.list ?? ''} items={options}>
          {(option) => (
            <ListBoxItem id={option.id} className={optionStyles.option ?? ''}>
              {option.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}

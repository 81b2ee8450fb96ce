import type { ReactNode, Ref } from 'react'
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
} from 'react-aria-components'
import styles from './TextField.module.css'

export interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'style' | 'children'> {
  label: string
  description?: ReactNode
  /** A sentence that says what is wrong and what to do; the field is marked invalid while there is one. */
  error?: ReactNode
  placeholder?: string
  /** What is pasted as a whole and made of no words: it stands in lines that break anywhere. */
  isCode?: boolean
  /** The field itself, where it is for one line. */
  inputRef?: Ref<HTMLInputElement>
}

/** A line to fill in, or a code in several, with its label above and its help or its error below. */
export function TextField({
  label,
  description,
  error,
  placeholder = '',
  isCode = false,
  inputRef,
  ...props
}: TextFieldProps) {
  return (
    <AriaTextField
      autoComplete="off"
      spellCheck="false"
      {...props}
      isInvalid={Boolean(error)}
      className={styles.field ?? ''}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      {isCode ? (
        <TextArea className={`${styles.input} ${styles.code}`} placeholder={placeholder} />
      ) : (
        <Input ref={inputRef} className={styles.input ?? ''} placeholder={placeholder} />
      )}
      {description ? (
        <Text slot="description" className={styles.description ?? ''}>
          {description}
        </Text>
      ) : null}
      <FieldError className={styles.error ?? ''}>{error}</FieldError>
    </AriaTextField>
  )
}

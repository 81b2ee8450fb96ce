import styles from './unseen-field.module.css'

/** A field that nobody sees and that has the focus until something else has it: for what is typed while there is nothing yet to type it into. */
export interface UnseenField {
  words(): string
  hasFocus(): boolean
  /** An input method is at work in it; its words are no words yet. */
  isComposing(): boolean
  remove(): void
}

/**
 * Opens one with the focus in it; `onInput` is called when its words are others, `onComposed` after each composition,
 * when its words are in the field.
 */
export function openUnseenField(options: { label: string; onInput(): void; onComposed(): void }): UnseenField {
  let isComposing = false
  const field = document.createElement('textarea')
  field.className = styles.field ?? ''
  field.setAttribute('aria-label', options.label)
  field.autocomplete = 'off'
  field.spellcheck = false
  field.addEventListener('input', options.onInput)
  field.addEventListener('compositionstart', () => (isComposing = true))
  field.addEventListener('compositionend', () => {
    isComposing = false
    // Some browsers put the words in only after this.
    setTimeout(options.onComposed)
  })
  field.addEventListener('keydown', (event) => {
    // The key that asked for the page, still held, is no word.
    if (event.key === 'Enter' && event.repeat) event.preventDefault()
  })
  // Where the focus went to nothing, as after a click at an empty place, keys would be lost.
  const takeBack = () => {
    if (field.isConnected && document.activeElement === document.body) field.focus({ preventScroll: true })
  }
  field.addEventListener('blur', () => queueMicrotask(takeBack))
  document.body.append(field)
  field.focus({ preventScroll: true })
  return {
    words: () => field.value,
    hasFocus: () => document.activeElement === field,
    isComposing: () => isComposing,
    remove: () => field.remove(),
  }
}

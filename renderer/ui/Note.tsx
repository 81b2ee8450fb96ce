import styles from './Note.module.css'

/** One quiet sentence about a field, spoken when it comes; nothing where there is none. */
export function Note({ text }: { text: string | null }) {
  return <output className={text ? styles.note : styles.silent}>{text}</output>
}

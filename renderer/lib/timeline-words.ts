import type { TFunction } from 'i18next'
import { type Kind, kinds, type Mood, moods } from '../../shared/entry'

/** The word for a kind; one that a newer version wrote is shown by its own name. */
export function kindWord(t: TFunction<'common'>, kind: string): string {
  return isKind(kind) ? t(`kind.${kind}`) : kind
}

/** The word for a mood; one that a newer version wrote is shown by its own name. */
export function moodWord(t: TFunction<'common'>, mood: string): string {
  return isMood(mood) ? t(`mood.${mood}`) : mood
}

const isKind = (word: string): word is Kind => (kinds as readonly string[]).includes(word)
const isMood = (word: string): word is Mood => (moods as readonly string[]).includes(word)

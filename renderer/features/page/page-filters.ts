import type { Extension } from '@codemirror/state'
import { composing } from './composed-span'
import { deletedMarks } from './deleted-marks'
import { waitingMarks } from './empty-marks'
import { typedSigns } from './typed-signs/typed-signs'
import { spacesBeforeBreak } from './spaces-before-break'
import { spacesBeforeMarks, typedSpaces } from './typed-spaces'
import { wholeCharacters } from './whole-characters'
import { wholeMarks } from './whole-marks'
import { wholeSigns } from './whole-signs'
import { marksWithWords } from './words-to-come'

/**
 * What every edit of a page goes through, the last of these first. Signs are judged in what is left once the marks are
 * whole: a mark that a deletion left half is none that somebody typed.
 */
export const pageFilters: Extension = [
  waitingMarks,
  wholeCharacters,
  typedSigns,
  wholeMarks,
  wholeSigns,
  typedSpaces,
  spacesBeforeMarks,
  spacesBeforeBreak,
  composing,
  marksWithWords,
  deletedMarks,
]

import { passphraseForm } from './passphrase'
import type { OptionsType, ZxcvbnFactory, ZxcvbnResult } from '@zxcvbn-ts/core'

/** A passphrase below this score is refused: 3 stands for at least 10^8 guesses (zxcvbn, Wheeler 2016). */
export const minimumScore = 3
export const maxPassphraseLength = 1024

/** Letters that are looked at: the cost grows with the square of the length, and by then the answer is known. */
const examinedLength = 100
/** The near-match search compares the whole passphrase with single words, so a longer one can't be near any. */
const nearMatchLength = 24

export const strengthWarnings = [
  'straightRow',
  'keyPattern',
  'simpleRepeat',
  'extendedRepeat',
  'sequences',
  'recentYears',
  'dates',
  'topTen',
  'topHundred',
  'common',
  'similarToCommon',
  'wordByItself',
  'namesByThemselves',
  'commonNames',
  'userInputs',
] as const
export type StrengthWarning = (typeof strengthWarnings)[number]

export const strengthSuggestions = [
  'l33t',
  'reverseWords',
  'allUppercase',
  'capitalization',
  'dates',
  'recentYears',
  'associatedYears',
  'sequences',
  'repeated',
  'longerKeyboardPattern',
  'anotherWord',
  'useWords',
  'noNeed',
] as const
export type StrengthSuggestion = (typeof strengthSuggestions)[number]

export interface PassphraseStrength {
  score: 0 | 1 | 2 | 3 | 4
  /** What makes it easy to guess, as a key of the language file; null when it isn't, or nobody knows why. */
  warning: StrengthWarning | null
  /** What would make it harder to guess, as keys of the language file, the most useful first. */
  suggestions: StrengthSuggestion[]
}

let checks: Promise<Checks> | null = null

/**
 * How hard a passphrase is to guess, 0 to 4, by zxcvbn; `userInputs` (the person's name) count as easily guessed.
 * The word lists (some 3 MB) are loaded at the first call, so that nothing pays for them at start.
 */
export async function passphraseStrength(
  passphrase: string,
  userInputs: readonly string[],
): Promise<PassphraseStrength> {
  checks ??= loadChecks()
  const { quick, thorough } = await checks
  const examined = passphraseForm(passphrase).slice(0, examinedLength)
  const inputs = guessableWords(userInputs)
  const first = quick.check(examined, inputs)
  const decided = first.score < minimumScore || examined.length > nearMatchLength
  return describe(decided ? first : thorough().check(examined, inputs))
}

interface Checks {
  quick: ZxcvbnFactory
  /** Also knows passphrases that are one or two letters away from a common one; takes a tenth of a second and more. */
  thorough: () => ZxcvbnFactory
}

async function loadChecks(): Promise<Checks> {
  const [core, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ])
  const options: OptionsType = {
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    maxLength: examinedLength,
  }
  let thorough: ZxcvbnFactory | null = null
  return {
    quick: new core.ZxcvbnFactory(options),
    thorough: () => (thorough ??= new core.ZxcvbnFactory({ ...options, useLevenshteinDistance: true })),
  }
}

const guessableWords = (userInputs: readonly string[]) => [
  'twofold',
  ...userInputs.flatMap((input) => [input, ...input.split(/\s+/u)]).filter((word) => word.length > 1),
]

function describe({ score, feedback }: ZxcvbnResult): PassphraseStrength {
  return {
    score,
    warning: strengthWarnings.find((key) => key === feedback.warning) ?? null,
    suggestions: strengthSuggestions.filter((key) => feedback.suggestions.includes(key)),
  }
}

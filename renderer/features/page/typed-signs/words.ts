/** Letters of which words in Chinese and Japanese are made; without what only lengthens or changes one before it. */
const eastAsian = String.raw`[[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}]&&\p{L}]`
const western = String.raw`[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}]`
const emoji = String.raw`(?:\p{Emoji_Presentation}|\p{Emoji}\ufe0f)`

/** Two letters of one script in a row: of a face each stands alone, or beside one of another script. */
const word = new RegExp(
  [
    ...['Latin', 'Greek', 'Cyrillic'].map((script) => String.raw`\p{sc=${script}}\p{M}*\p{sc=${script}}`),
    String.raw`[${eastAsian}--[ﾞﾟーｰ]][${eastAsian}--[ﾞﾟ]]`,
    String.raw`[\p{L}--${western}--${eastAsian}](?:[\p{M}\u200c\u200d]*\p{L}|\p{M})`,
  ].join('|'),
  'v',
)
/** A letter or a figure by itself, an abbreviation, an emoji. */
const loneLetter = /(?:^|\s)[\p{L}\p{N}]\p{M}*(?=$|\s)/u
const abbreviation = /(\p{L})[./&+-](?!\1)\p{L}/iu
/** `C++`, `F#`, `A+`, `f(x)`. */
const letterWithSign = /^\p{L}\p{M}*(?:\+{1,2}|[#♯]|-|\(\p{L}?)$/u
const figureOrEmoji = new RegExp(String.raw`\p{N}|${emoji}`, 'u')
/** Arrows, ticks and comparisons stand before words, with a space or without. */
const led = /^(?:[→⇒✓✔☑✗✘] ?|[<>≈≤≥] ?(?=\p{N}))/u

const begins = new RegExp(
  String.raw`^(?:[\p{Ps}\p{Pi}\p{Sc}"'’„¿¡#@&§+\-–—−….~]{0,4}|[–—\p{Sc}] )(?:[\p{L}\p{M}\p{N}]|${emoji})`,
  'u',
)
const ends = new RegExp(
  String.raw`(?:[\p{L}\p{M}\p{N}]|${emoji})(?: [\p{Sc}%]|[#♯]|\(\))?[\p{Pe}\p{Pf}\p{Pi}\p{Sc}\p{Pd}"'’%‰°…~+.,:;!?。，、；：！？‽؟،؛।॥]{0,6}$`,
  'u',
)
/** What stands around a single letter that is all that is marked. */
const around = /^[\p{Ps}\p{Pi}"'’“„¿¡]+|[\p{Pe}\p{Pf}\p{Pi}"'’“….,:;!?。，、；：！？]+$/gu

const tone = /^[!?…‽¡¿！？]+$/u
/** Faces of which nothing but letters is left: eyes and a mouth, starry eyes, hands before a face. */
const letterFace =
  /^(?:([TQOUXx0])[oOωwWдДvuA_.ー﹏人]{1,2}\1|(\p{Lu})[\p{Ll}_.ー﹏人]{1,2}\2|[oOwWvV0ωдДツ∀シノﾉ]|[ノﾉツ]{2}|ー+)$/u

/** Whether these are words, a name, a figure, an emoji or a tone of voice, rather than a part of something drawn. */
export function saysSomething(text: string, run: string): boolean {
  // Marks within marks say nothing themselves.
  const all = text.replace(/[*_~`]|&zwnj;/g, '')
  const words = run === '**' ? all.replace(led, '') : all
  if (tone.test(text)) return true
  if (!begins.test(words) || !ends.test(words)) return false
  if (run.length === 1 && letterFace.test(text.replace(around, ''))) return false
  const core = words.replace(around, '')
  return (
    word.test(words) ||
    loneLetter.test(core) ||
    letterWithSign.test(core) ||
    abbreviation.test(words) ||
    figureOrEmoji.test(words)
  )
}

const figures = new RegExp(String.raw`^(?:${emoji}|[\p{Emoji_Component}\p{P}\p{S}\s])+$`, 'u')
const beside = new RegExp(String.raw`${emoji}$`, 'u')

/** Whether this is nothing but emoji in a row of others, as in `✨*✨*✨`: the signs between them are drawn as well. */
export function isOrnament({ before, words }: { before: string; words: string }): boolean {
  return beside.test(before) && figures.test(words) && !/[\p{L}\p{N}]/u.test(words)
}

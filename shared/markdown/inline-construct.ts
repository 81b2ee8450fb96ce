/** `[from, to)` in a text, UTF-16 code units. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** What the signs in the words of a block make of them. */
export type InlineConstruct = Marked | BracketedWords | Sign

/** Words between marks, or an address in angle brackets: `inner` without them. */
export interface Marked extends Span {
  readonly name: 'Emphasis' | 'StrongEmphasis' | 'Strikethrough' | 'InlineCode' | 'Autolink'
  readonly inner: Span
}

/** Words in brackets, which keep marks apart also where nothing behind them makes a link or an image of them. */
export interface BracketedWords extends Span {
  readonly name: 'Link' | 'Image'
  readonly inner: Span
  /** What stands behind the words in parentheses. */
  readonly target: LinkTarget | null
  /** A reference in brackets, with them. */
  readonly label: Span | null
}

/** An address and a title, each with the signs around it; parentheses with nothing in them have neither. */
export interface LinkTarget {
  readonly address: Span | null
  readonly title: Span | null
  /** Behind the parenthesis that closes it. */
  readonly end: number
}

/** An address that stands there as it is; a letter behind a backslash; a reference to a character; a line's end that is one. */
export interface Sign extends Span {
  readonly name: 'BareAddress' | 'Escape' | 'Entity' | 'HardBreak'
}

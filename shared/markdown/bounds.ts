/**
 * How deep constructs nest in words, and quotes, lists and their items around them: far beyond what anybody writes. A text
 * may be made to nest as deep as it is long, and whoever walks through its tree calls itself for each level.
 */
export const deepestNesting = 100
export const deepestBlock = 100

/** A longer run of one sign of emphasis is text, as of a line that somebody draws with it. */
export const longestRun = 100

/**
 * A longer line makes no table of the one above it, UTF-16 code units: the patterns that say so keep each cell in mind, and
 * fail of a line with millions of them.
 */
export const longestDelimiterRow = 4096

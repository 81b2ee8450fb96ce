import type { Run } from './runs'

/** A list that is being read. */
export interface List {
  /** The number of its next item; null for bullets. */
  next: number | null
  readonly step: 1 | -1
  /** Its latest item, which a list straight within it belongs to. */
  last: Item | null
}

export interface Item {
  readonly type: 'item'
  readonly list: List
  /** With the space behind it. */
  readonly mark: string
  /** Whether it is ticked, in a checklist. */
  task: boolean | null
  /** Whether words of it have come already. */
  isWritten: boolean
}

export interface Quote {
  readonly type: 'quote'
}

export type Container = Quote | Item

/**
 * One piece of a text that holds words and no other block, within the containers of `path`, from outside in, and below so
 * many blank lines.
 */
export type Block = { readonly path: readonly Container[]; readonly blankLines: number } & (
  | { readonly type: 'paragraph'; readonly lines: readonly (readonly Run[])[] }
  | { readonly type: 'heading'; readonly level: number; readonly line: readonly Run[] }
  | { readonly type: 'code'; readonly text: string; readonly language: string }
  | { readonly type: 'table'; readonly rows: readonly (readonly (readonly Run[])[])[] }
  | { readonly type: 'rule' }
)

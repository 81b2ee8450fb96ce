import type { Misfortune } from './model-outcome'

/** Courses of events after which every word is there. */
export const honest: readonly (readonly [string, Misfortune])[] = [
  ['nothing but crashes and snapshots', {}],
  ['a backup that the app puts back', { restore: 'app' }],
  ['a folder that is put back from outside', { restore: 'raw' }],
  ['a copy of a device that goes on beside it', { clone: true }],
  ['files that come late', { withheld: 'a while' }],
  ['files that come late, and a backup', { withheld: 'a while', restore: 'app' }],
  ['files that come late, and a folder put back', { withheld: 'a while', restore: 'raw' }],
  ['files that come late, and a copy', { withheld: 'a while', clone: true }],
]

/** A course in which a device has been more writers than it may have live ones; it takes as long as ten others. */
export const crowded: readonly (readonly [string, Misfortune])[] = [['a device that takes many tags', { tags: true }]]

/** Courses in which one of Ben's devices withholds some of what it writes, for ever. */
export const withholding: readonly (readonly [string, Misfortune])[] = [
  ['files that never come', { withheld: 'for ever' }],
]

/** Courses in which Ben's app lies. */
export const lying: readonly (readonly [string, Misfortune])[] = [
  ['a snapshot that leaves words out', { lies: true }],
  ['such a snapshot and a backup', { lies: true, restore: 'app' }],
  ['such a snapshot and a folder put back', { lies: true, restore: 'raw' }],
  ['such a snapshot and a copy', { lies: true, clone: true }],
  ['such a snapshot and files that come late', { lies: true, withheld: 'a while' }],
]

/** Courses in which Ben's app writes under more writers than anybody folds. */
export const crowding: readonly (readonly [string, Misfortune])[] = [
  ['eighty writers of one device', { crowds: true }],
  ['eighty writers of one device, and a backup', { crowds: true, restore: 'app' }],
]

import type * as Y from 'yjs'

/**
 * Which letter of a mark has been put back in the place of which. Steps name letters by their ids, and one that is put
 * back has a new one: the steps before it and behind it mean this one then.
 */
export interface Successors {
  add(former: Y.ID, successor: Y.ID): void
  /** The letter that stands for the one that has, or had, this id. */
  of(id: Y.ID): Y.ID
  /** The letter in whose place this one was put back; null of any other. */
  formerOf(id: Y.ID): Y.ID | null
  /** The letters that stand for those of which `isMeant` is true and that have been put back since. */
  where(isMeant: (former: Y.ID) => boolean): Y.ID[]
}

export function createSuccessors(): Successors {
  const byFormer = new Map<string, { former: Y.ID; successor: Y.ID }>()
  const formers = new Map<string, Y.ID>()
  const key = ({ client, clock }: Y.ID) => `${client}:${clock}`
  const of = (id: Y.ID): Y.ID => {
    let own = id
    for (let next = byFormer.get(key(own)); next; next = byFormer.get(key(own))) own = next.successor
    return own
  }
  return {
    add(former, successor) {
      byFormer.set(key(former), { former, successor })
      formers.set(key(successor), former)
    },
    of,
    formerOf: (id) => formers.get(key(id)) ?? null,
    where: (isMeant) => [...byFormer.values()].flatMap(({ former }) => (isMeant(former) ? [of(former)] : [])),
  }
}

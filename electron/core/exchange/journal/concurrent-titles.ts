import * as Y from 'yjs'
import { cutTitle } from '../../../../shared/entry'
import type { EntryId } from '../../../../shared/ids'
import { titleItem } from '../../../../shared/journal-doc'
import { mergeTexts } from '../../../../shared/merge-text'

/** So many titles of one entry are remembered: those of some minutes of typing without a word of the other in between. */
const mostRemembered = 300

interface Version {
  readonly item: string
  readonly title: string
}

/** Knows which titles of this session the partner had not seen when they set another one. */
export interface ConcurrentTitles {
  /** Runs what may set the entry's title here. */
  setting(id: EntryId, act: () => void): void
  /** The titles that would be lost to others set at the same time, each as it must become so that no letter is. */
  lost(): { id: EntryId; title: string }[]
}

/**
 * Of two titles that two set at the same time a document keeps one, whole. Each names the one it was made of (Yjs: its
 * origin), so that whose title has lost can tell what to add of it: this looks for the last title that both knew.
 */
export function createConcurrentTitles(doc: Y.Doc): ConcurrentTitles {
  /** By entry: what stood there when it was set here first since the partner's last one, and all set here since. */
  const remembered = new Map<EntryId, Version[]>()

  function note(id: EntryId, versions: readonly Version[]): void {
    const now = versionOf(titleItem(doc, id))
    if (now && versions.at(-1)?.item !== now.item) remembered.set(id, [...versions, now].slice(-mostRemembered))
  }
  function lostOf(id: EntryId, versions: readonly Version[]): string | null {
    const item = titleItem(doc, id)
    const [theirs, mine] = [versionOf(item), versions.at(-1)]
    if (theirs?.item === mine?.item) return null
    const base = item && lastKnown(doc, item, versions)
    remembered.delete(id)
    if (!theirs || !mine || !base || base === mine) return null
    const title = cutTitle(mergeTexts({ base: base.title, mine: mine.title, theirs: theirs.title }))
    return title === theirs.title ? null : title
  }

  return {
    setting(id, act) {
      const versions = remembered.get(id)
      const stands = versionOf(titleItem(doc, id))
      const before = versions?.at(-1)?.item === stands?.item && versions ? versions : stands ? [stands] : []
      act()
      note(id, before)
    },
    lost: () =>
      [...remembered].flatMap(([id, versions]) => {
        const title = lostOf(id, versions)
        return title === null ? [] : [{ id, title }]
      }),
  }
}

const nameOf = ({ client, clock }: Y.ID) => `${client}:${clock}`

function versionOf(item: Y.Item | null): Version | null {
  const [title] = item?.content.getContent() ?? []
  return item && typeof title === 'string' ? { item: nameOf(item.id), title } : null
}

/** The last of these versions that the item was made of, over as many others as may be. */
function lastKnown(doc: Y.Doc, item: Y.Item, versions: readonly Version[]): Version | null {
  const known = new Map(versions.map((version) => [version.item, version]))
  let { origin } = item
  while (origin) {
    const found = known.get(nameOf(origin))
    if (found) return found
    const before: Y.Item | Y.GC = Y.getItem(doc.store, origin)
    // Yjs joins neighbours of one author into one item; what the first of them was made of counts then.
    origin = before instanceof Y.Item ? before.origin : null
  }
  return null
}

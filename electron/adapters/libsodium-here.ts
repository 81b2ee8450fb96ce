import { createRequire } from 'node:module'

/**
 * Why libsodium's native build can't be loaded on this system, in a sentence for the person, or null where it can. To be
 * asked before any module that uses it is loaded: an import that fails says nothing that anybody understands.
 */
export function whyNoLibsodium(): string | null {
  try {
    createRequire(import.meta.url)('sodium-native')
    return null
  } catch {
    return `Twofold can’t start here: what seals your journal (libsodium) can’t be loaded. It needs macOS, Windows, or Linux with glibc ${glibcFloor} or newer. Nothing was changed.`
  }
}

/** What the Linux builds of sodium-native 5.1 ask of glibc (the version needs of their ELF files). */
const glibcFloor = '2.33'

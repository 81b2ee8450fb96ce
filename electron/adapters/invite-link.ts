/** The longest invite that a window may hand on (`partner.join` of the contract), in UTF-16 code units. */
export const maxInvite = 4096

/** Some systems put a slash before the fragment, and may change the case of the scheme. */
const inviteLink = /^twofold:\/\/invite\/?#/iu

/** The text as `twofold://invite#…`, not parsed; null where it is something else, or longer than an invite may be. */
export function inviteLinkOf(text: string): string | null {
  return inviteLink.test(text) && text.length <= maxInvite ? text.replace(inviteLink, 'twofold://invite#') : null
}

/** The first invite among a program's arguments: Chromium may have put switches of its own before and after it. */
export function inviteAmong(argv: readonly string[]): string | null {
  return argv.map(inviteLinkOf).find((link) => link !== null) ?? null
}

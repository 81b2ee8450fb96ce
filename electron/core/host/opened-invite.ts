/** An invite that was opened as a link, until a window takes it: a secret, in memory alone. */
export interface OpenedInvite {
  /** Keeps this one (`twofold://invite#…`) in place of any other. */
  keep(link: string): void
  isWaiting(): boolean
  /** Hands it over, once. */
  take(): string | null
}

/** Made before the host is, for a link may come before there is anything else. */
export function createOpenedInvite(first: string | null): OpenedInvite {
  let waiting = first
  return {
    keep(link) {
      waiting = link
    },
    isWaiting: () => waiting !== null,
    take() {
      const taken = waiting
      waiting = null
      return taken
    },
  }
}

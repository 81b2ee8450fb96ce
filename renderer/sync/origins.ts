/** The origin of what came from the vault: from this device's files or the partner's. */
export const fromVault = 'vault'

const live = new WeakSet<object>()

/** From now on changes with this origin are known to come from the partner's window. */
export function markLive(origin: object): void {
  live.add(origin)
}

/** Where a change of the replica comes from, by the origin of its transaction. */
export function sourceOf(origin: unknown): 'vault' | 'live' | 'own' {
  if (origin === fromVault) return 'vault'
  return typeof origin === 'object' && origin !== null && live.has(origin) ? 'live' : 'own'
}

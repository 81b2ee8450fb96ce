import { networkInterfaces } from 'node:os'

/** The addresses at which other machines may reach this one: no loopback, none that needs a zone; IPv4 first. */
export function ownHosts(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  const reachable = all.filter(({ internal, address }) => !internal && !/^(?:fe80:|169\.254\.)/iu.test(address))
  return reachable.toSorted((a, b) => a.family.localeCompare(b.family)).map(({ address }) => address)
}

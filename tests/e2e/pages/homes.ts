import { type Home, makeHome } from '../../../scripts/home'
import { makeVault } from '../../../scripts/sample-vault'
import { createSodiumCipher } from '../../../electron/adapters/sodium-cipher'
import { type Invite, inviteText, readInvite, writeInvite } from '../../../electron/core/exchange/pairing/invite'
import type { Entry } from '../../../shared/entry'
import type { PartnerStatus } from '../../../shared/partner'
import { cheapest } from '../../support/vault-folder'
import { passphrase } from './gate'

/** A partner without a window, real but for that, whose vault has the passphrase of every other here. */
export function homeOf(vault: string, name: string): Promise<Home> {
  return makeHome({ name, vault, passphrase, cost: cheapest })
}

/** A vault for a window to open, without a word in it where no entries are given. */
export async function vaultOf(vault: string, name: string, entries: readonly Entry[] = []): Promise<string> {
  await makeVault({ folder: vault, name, passphrase, entries, cost: cheapest })
  return vault
}

/** Makes a new invite of the home, and tells its text. */
export async function inviteOf(home: Home): Promise<string> {
  await home.call('partner.dismiss')
  await home.call('partner.invite')
  const { pairing } = await home.status()
  if (pairing.stage !== 'inviting') throw new Error(`no invite but ${pairing.stage}`)
  return pairing.text
}

/** Joins by the invite; resolves when the home sees the four words. */
export async function joinBy(home: Home, invite: string): Promise<void> {
  home.signals.length = 0
  await home.call('partner.join', { invite })
  await untilStage(home, 'comparing')
}

/** Resolves when the pairing is at this stage. */
export const untilStage = (home: Home, stage: PartnerStatus['pairing']['stage']) =>
  home.until<PartnerStatus>('partner.changed', ({ pairing }) => pairing.stage === stage)

/** The invite with something else said in it, as whole as before. */
export async function alteredInvite(text: string, fields: Partial<Invite>): Promise<string> {
  const cipher = createSodiumCipher()
  const { invite } = readInvite(cipher, text)
  return inviteText(writeInvite(cipher, { ...invite, ...fields })).text
}

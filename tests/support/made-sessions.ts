import { createSodiumCipher } from '../../electron/adapters/sodium-cipher'
import { systemRandomness } from '../../electron/adapters/system-randomness'
import type { Randomness } from '../../electron/core/ports'
import { createOwnSessions, type OwnSessions } from '../../electron/core/exchange/journal/own-sessions'

const cipher = createSodiumCipher()

/** The sessions of one device, as its vault process begins them. */
export const makeSessions = (randomness: Randomness = systemRandomness): OwnSessions =>
  createOwnSessions({ cipher, randomness })

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openCarrierPart } from '../../electron/core/exchange/format/carrier-part'
import { certifyDevice, readDevices } from '../../electron/core/exchange/pairing/certificate'
import { pairAsInviter } from '../../electron/core/exchange/pairing/pairing'
import { concat, fromHex, toHex } from '../../electron/core/vault/bytes'
import { certified, deviceOfSeed } from '../support/certificate-vectors'
import { exchangePeople } from '../support/exchange-people'
import { filesOf } from '../support/file-vectors'
import { noting, startOf } from '../support/pairing-in-memory'
import { inviteOfAna } from '../support/pairing-vectors'
import { seededRandomness } from '../support/seeded-random'

const people = await exchangePeople(20)
const { cipher, ana, ben, epoch, carrier } = people
const pairId = epoch.id
const [laptop, phone, tablet] = [deviceOfSeed(cipher, 21), deviceOfSeed(cipher, 22), deviceOfSeed(cipher, 23)]
const listOf = (...steps: Parameters<typeof certified>[2]['steps']) => certified(cipher, ana, { pairId, steps })
const standing = (list: readonly Uint8Array[]) => readDevices(cipher, list)?.map(({ device }) => device) ?? null

describe("the list of a person's devices", () => {
  it('[X35] is taken only whole from its beginning: nothing left out, swapped, repeated or from another list', () => {
    const three = listOf(
      { ...laptop, action: 'added' },
      { ...phone, action: 'added' },
      { ...laptop, action: 'removed' },
    )
    const others = listOf(
      { ...tablet, action: 'added' },
      { ...phone, action: 'added' },
      { ...laptop, action: 'removed' },
    )
    const bens = certified(cipher, ben, { pairId, steps: [{ ...laptop, action: 'added' }] })
    const elsewhere = certified(cipher, ana, { pairId: new Uint8Array(16), steps: [{ ...laptop, action: 'added' }] })
    const all = [...three, ...others, ...bens, ...elsewhere]
    const beginnings = [three, others, bens, elsewhere].flatMap((list) =>
      list.map((_, at) =>
        list
          .slice(0, at + 1)
          .map(toHex)
          .join(),
      ),
    )
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...all), { maxLength: 4 }), (list) => {
        const isBeginning = beginnings.includes(list.map(toHex).join())
        expect(readDevices(cipher, list) !== null).toBe(isBeginning)
      }),
      { numRuns: 300, examples: [[three], [three.slice(0, 2)], [[...bens]]] },
    )
  })

  it('[X36] a device that was removed stands no more, and stands again where it is added again', () => {
    const added = { ...laptop, action: 'added' } as const
    const removed = { ...laptop, action: 'removed' } as const
    expect(standing(listOf(added))).toEqual([laptop.device])
    expect(standing(listOf(added, removed))).toEqual([])
    expect(standing(listOf(added, { ...phone, action: 'added' }, removed))).toEqual([phone.device])
    expect(standing(listOf(added, removed, added))).toEqual([laptop.device])
    expect(standing(listOf(removed))).toEqual([])
    const renewed = readDevices(cipher, listOf(added, { ...laptop, signing: phone.signing, action: 'added' }))
    expect(renewed?.map(({ signing }) => signing)).toEqual([phone.signing])
  })

  it('[X37] has at most 64 steps', () => {
    const steps = Array.from({ length: 65 }, (_, at) => ({ ...deviceOfSeed(cipher, at), action: 'added' }) as const)
    const list = listOf(...steps)
    expect(standing(list.slice(0, 64))).toHaveLength(64)
    expect(standing(list)).toBe(null)
  })

  it('[X38] lets no device write that does not stand in it, and none under another key', () => {
    const [file] = filesOf(people).files
    const bytes = fromHex(file?.file ?? '')
    expect(openCarrierPart(carrier, bytes)).toMatchObject({ writer: ana.writer })
    const { [ana.identity.device]: removed, ...devices } = carrier.devices
    expect(removed).toBeDefined()
    expect(openCarrierPart({ ...carrier, devices }, bytes)).toBe('unknown-device')
    const swapped = { ...carrier.devices, [ana.identity.device]: ben.identity.signing.publicKey }
    expect(openCarrierPart({ ...carrier, devices: swapped }, bytes)).toBe('bad-signature')
  })

  it('[X39] of a joiner who is removed, or whose device is another, pairs with nobody', () => {
    const { invite, number } = inviteOfAna(people, [])
    const { device, signing, noise } = ben.identity
    const own = { device, signing: signing.publicKey, noise: noise.publicKey }
    const step = (fields: Partial<typeof own>, action: 'added' | 'removed', id = pairId) =>
      concat(...certified(cipher, ben, { pairId: id, steps: [{ ...own, ...fields, action }] }))
    const outcome = (certificate: Uint8Array) => {
      const { told, events } = noting()
      const payload = concat(seededRandomness(24).bytes(32), certificate)
      pairAsInviter(
        { ...startOf(people, 'ana', { invite, handshakeHash: new Uint8Array(64) }), number, payload },
        events,
      )
      return { failure: told.failure, sent: told.sent.length }
    }
    const off = { failure: 'pairing-broken-off', sent: 0 }
    expect(outcome(certifyDevice(cipher, ben.identity, pairId))).toEqual({ failure: null, sent: 1 })
    expect(step({}, 'added')).toEqual(certifyDevice(cipher, ben.identity, pairId))
    expect(outcome(step({}, 'added'))).toEqual({ failure: null, sent: 1 })
    expect(outcome(step({}, 'removed'))).toEqual(off)
    expect(outcome(step({ noise: phone.noise }, 'added'))).toEqual(off)
    expect(outcome(step({}, 'added', new Uint8Array(16)))).toEqual(off)
  })
})

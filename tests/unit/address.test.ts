import { once } from 'node:events'
import { connect, createServer, isIP, type AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { createSodiumCipher } from '../../electron/adapters/sodium-cipher'
import { dialable } from '../../electron/core/exchange/partner/reach'
import { inviteText, readInvite, writeInvite } from '../../electron/core/exchange/pairing/invite'
import { readAddresses, writeAddresses } from '../../electron/core/link/streams/addresses'
import { formatAddress, maxAddress, parseAddress } from '../../shared/address'

const cipher = createSodiumCipher()

it.each([
  ['192.168.0.12:47011', '192.168.0.12:47011'],
  [' 192.168.0.12:47011\n', '192.168.0.12:47011'],
  ['\u200e192.168.0.12 : 47011\u2069\ufeff', '192.168.0.12:47011'],
  ['１９２．１６８．０．１２：４７０１１', '192.168.0.12:47011'],
  ['Ana.Local:4000', 'ana.local:4000'],
  ['münchen.local:4000', 'xn--mnchen-3ya.local:4000'],
  ['mu\u0308nchen.local:4000', 'xn--mnchen-3ya.local:4000'],
  ['例え.テスト:80', 'xn--r8jz45g.xn--zckzah:80'],
  ['دفتر.example:4000', 'xn--pgbjh6d.example:4000'],
  ['my_box:04000', 'my_box:4000'],
  ['[2001:DB8::0:7]:1', '[2001:db8::7]:1'],
  ['[::ffff:192.0.2.1]:65535', '[::ffff:c000:201]:65535'],
  ['[fe80::1%eth0]:4000', '[fe80::1%eth0]:4000'],
  ['[FE80::1%12]:4000', '[fe80::1%12]:4000'],
])('[Q122] %j is understood as %s, everywhere the same', async (typed, address) => {
  const parsed = parseAddress(typed)
  expect(parsed && formatAddress(parsed)).toBe(address)
  expect([dialable(typed), dialable(address)]).toEqual([address, address])
  expect(readAddresses(writeAddresses([address]))).toEqual([address])
  const key = new Uint8Array(32)
  const invite = {
    pairId: key.subarray(16),
    secret: key,
    person: key,
    commitment: key,
    expiresAt: 1,
    addresses: [address],
  }
  expect(readInvite(cipher, inviteText(writeInvite(cipher, invite)).text).invite.addresses).toEqual([address])
})

it.each([
  '',
  'ana',
  ':4000',
  'ana:0',
  'ana:65536',
  'ana:4000:1',
  'ana:٤٠٠٠',
  'an a:4000',
  'ana..local:1',
  'http://ana:4000',
  'ana@home:1',
  'ana%2e:1',
  'fe80::1:4000',
  '[fe80::1]',
  '[fe80::1%]:4000',
  '[fe80::1%eth0/..]:4000',
  '[2001:db8::1%eth0]:4000',
  '[1:2]:3',
  'xn--a:1',
  `${'ö'.repeat(60)}.example:1`,
  `${'a.'.repeat(130)}b:1`,
  `ana${' '.repeat(2_000)}:4000`,
])('[Q123] %j is refused everywhere, with the address that is amiss', (typed) => {
  expect(parseAddress(typed)).toBeNull()
  expect(() => dialable(typed)).toThrow('address-mangled')
})

it('[Q124] whatever is accepted is kept within bounds as ASCII, and read as the same host and port ever after', () => {
  const host = fc.oneof(
    fc.domain(),
    fc.ipV4(),
    fc.ipV6().map((ip) => `[${ip}]`),
    fc.tuple(fc.ipV6(), fc.stringMatching(/^[\w.-]{1,15}$/u)).map(([ip, zone]) => `[fe80${ip.slice(4)}%${zone}]`),
    fc.string({ unit: 'grapheme', maxLength: 70 }),
    fc.string({ unit: 'binary', maxLength: 20 }),
  )
  const address = fc.oneof(
    fc.tuple(host, fc.integer({ min: -1, max: 70_000 })).map(([name, port]) => `${name}:${port}`),
    fc.string({ unit: 'binary', maxLength: 300 }),
  )
  let accepted = 0
  fc.assert(
    fc.property(address, (typed) => {
      const parsed = parseAddress(typed)
      if (!parsed) return
      accepted++
      const kept = formatAddress(parsed)
      expect(parseAddress(kept)).toEqual(parsed)
      expect(kept).toMatch(/^[!-~]+$/u)
      expect(kept.length).toBeLessThanOrEqual(maxAddress)
      expect(parsed.host.includes(':')).toBe(isIP(parsed.host.split('%')[0] ?? '') === 6)
    }),
    { numRuns: 600 },
  )
  expect(accepted).toBeGreaterThan(60)
})

it('[Q125] every kind of address that this machine has is dialled as it was accepted', async () => {
  const zoned = Object.entries(networkInterfaces()).flatMap(([name, all]) =>
    (all ?? []).filter(({ address }) => address.startsWith('fe80:')).map(({ address }) => `${address}%${name}`),
  )
  for (const host of ['127.0.0.1', 'LOCALHOST', '::1', ...zoned]) {
    const server = createServer().listen(0, host.toLowerCase())
    // A machine may be without IPv6.
    if (!(await Promise.race([once(server, 'listening').then(() => true), once(server, 'error').then(() => false)])))
      continue
    const { port } = server.address() as AddressInfo
    const parsed = parseAddress(` ${host.includes(':') ? `[${host}]` : host}:${port} `)
    if (!parsed) throw new Error(`${host} was refused`)
    const socket = connect(parsed)
    await once(socket, 'connect')
    socket.destroy()
    server.close()
  }
})

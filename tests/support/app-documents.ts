/**
 * A document of every kind that the app stores, by stream and id, as docs/vault-format.md describes them. One field of
 * each stream is of a version that doesn't exist yet.
 */
export const appDocuments = {
  journal: {
    '6f1c2a52-9d3b-4c47-8a55-0d2c9f4f7b10': {
      id: '6f1c2a52-9d3b-4c47-8a55-0d2c9f4f7b10',
      kind: 'memory',
      title: 'The pier 🌊',
      date: '2026-03-01',
      time: '21:05',
      zone: 'Europe/Lisbon',
      mood: 'calm',
      tags: ['sea', 'Ben'],
      createdAt: 1_772_399_100_000,
      trashedAt: null,
      body: '# Evening\n\n- [ ] come back\n- [x] *wet* shoes',
      sharedAt: 1_772_402_700_000,
    },
    'c0a8012e-51f4-4a0e-b7a6-3be1a7c7d3f2': {
      id: 'c0a8012e-51f4-4a0e-b7a6-3be1a7c7d3f2',
      kind: 'a later kind',
      title: '',
      date: '2025-12-24',
      time: '00:00',
      zone: 'Asia/Tokyo',
      mood: null,
      tags: [],
      createdAt: 1_766_502_000_000,
      trashedAt: 1_766_588_400_000,
      body: '雨。',
      weather: { sky: 'rain' },
    },
  },
  settings: {
    settings: { name: 'Ana', idleMinutes: 10, recoveryKeyKept: true, showCursor: true, later: 1 },
    'caret/6f1c2a52-9d3b-4c47-8a55-0d2c9f4f7b10': { anchor: 12, head: 4 },
    looks: padded({
      around: {
        lastEntry: '6f1c2a52-9d3b-4c47-8a55-0d2c9f4f7b10',
        filters: { kinds: ['memory'], tags: ['sea'], journals: ['private'] },
      },
      carets: [['c0a8012e-51f4-4a0e-b7a6-3be1a7c7d3f2', 0, 2]],
      news: ['2b1f0c9a-7d61-4f0e-9a3c-5d8e6b7f1a20'],
    }),
    'news/2b1f0c9a-7d61-4f0e-9a3c-5d8e6b7f1a20': {},
  },
  pairs: {
    identity: { identity: 'a1'.repeat(32), device: 'b2'.repeat(16), signing: 'c3'.repeat(32), noise: 'd4'.repeat(32) },
    journal: {
      folder: '10'.repeat(16),
      epoch: { epoch: 1, id: '20'.repeat(16), key: '30'.repeat(32) },
      role: 'inviter',
      writer: 'b2'.repeat(16) + '44'.repeat(8),
      formerWriters: ['b2'.repeat(16) + '55'.repeat(8)],
      partner: {
        name: 'Ben',
        partnerId: '60'.repeat(16),
        certificates: ['70'.repeat(40)],
        since: 1_772_350_200_000,
        compared: true,
        lastExchanged: null,
      },
      endedAt: null,
    },
    [`earlier/${'80'.repeat(16)}`]: {
      folder: '80'.repeat(16),
      epoch: { epoch: 0, id: '90'.repeat(16), key: 'a0'.repeat(32) },
      role: 'inviter',
      writer: 'b2'.repeat(16) + '66'.repeat(8),
      formerWriters: [],
      partner: null,
      endedAt: 1_772_350_200_000,
    },
    reach: { port: 47_011, partner: ['192.168.0.12:47011'], connect: true },
    invite: {
      expiresAt: 1_772_436_600_000,
      open: { bytes: '0102', number: 'b0'.repeat(32) },
      psk: 'c0'.repeat(32),
      prologue: 'd0',
    },
    candidate: {
      epoch: { epoch: 1, id: 'e0'.repeat(16), key: 'f0'.repeat(32) },
      role: 'joiner',
      partner: {
        name: 'Ben',
        partnerId: '60'.repeat(16),
        certificates: [],
        since: 1_772_350_200_000,
        compared: false,
        lastExchanged: 1_772_350_200_000,
      },
      addresses: ['192.168.0.12:47011'],
    },
  },
}

/** The looks, filled up to 3840 bytes of JSON. */
function padded(looks: object): object {
  const { length } = Buffer.from(JSON.stringify({ ...looks, padding: '' }))
  return { ...looks, padding: ' '.repeat(3840 - length) }
}

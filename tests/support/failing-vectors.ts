import { makeCraftedFailures } from './crafted-failures'
import { journalOf, secretsOf } from './crafted-vectors'
import { namesOf } from './page-reader/segment'
import { headerBeforeTheChange } from './session-vectors'
import { type Change, type FailingVector, type Outcome, type ValidVector } from './vault-vector-files'

/** Opens for writing, with all that the valid vector holds. */
const whole: Outcome = { lost: 0, damaged: [], instead: {} }

/** Failing vectors that say what the earlier ones, which stand before them in the file, leave open. */
export async function makeFailingVectors(valid: readonly ValidVector[]): Promise<FailingVector[]> {
  const baseOf = (name: string) => {
    const base = valid.find((vector) => vector.name === name)
    if (!base) throw new Error(`no vector ${name}`)
    return base
  }
  return [
    ...linesOfVaultJson(baseOf('two sessions')),
    ...(await recordsOutOfPlace(baseOf('two sessions'))),
    ...(await endsAfterAKill(baseOf('a session that was killed'))),
    ...(await whatDoesNotCount(baseOf('records beyond the base of the next segment'))),
    ...(await whatWasReplaced(baseOf('what snapshots have replaced, not yet moved away'))),
    ...(await secrets(baseOf('secrets that were changed twice'), baseOf('a passphrase that NFC leaves as it is'))),
    ...(await makeCraftedFailures(baseOf('a snapshot that does not count'))),
  ]
}

const replace = (at: string, to: string): Change => ({ path: 'vault.json', how: 'replace', at, to })
const cut = (path: string, at: number): Change => ({ path, how: 'cut', at, to: null })
const flip = (path: string, at: number): Change => ({ path, how: 'flip', at, to: null })
const blank = (path: string, at: number, to: number): Change => ({ path, how: 'blank', at, to })
const remove = (path: string): Change => ({ path, how: 'remove', at: null, to: null })
const write = (path: string, content: string | Buffer): Change => ({
  path,
  how: 'write',
  at: null,
  to: typeof content === 'string' ? content : content.toString('hex'),
})

function linesOfVaultJson({ name: base, files }: ValidVector): FailingVector[] {
  const text = files['vault.json'] ?? ''
  const newer = { version: 4, what: ['nobody', 'knows'] }
  const of = (name: string, outcome: string, ...changes: Change[]): FailingVector => ({ name, base, changes, outcome })
  return [
    of('vault.json of exactly its first line', 'vault-damaged', cut('vault.json', text.indexOf('\n'))),
    of('vault.json without its last line break', 'vault-damaged', cut('vault.json', text.length - 1)),
    of('an empty vault.json', 'vault-damaged', cut('vault.json', 0)),
    of('a third line in vault.json', 'vault-damaged', replace('\n', '\n\n')),
    of('a byte order mark before vault.json', 'vault-damaged', replace('{"format"', '\uFEFF{"format"')),
    of(
      'vault.json of a newer version and another format',
      'vault-damaged',
      replace('"version":3', '"version":4'),
      replace('twofold-vault', 'twofold-thing'),
    ),
    of(
      'vault.json of a newer version that is otherwise unlike any',
      'vault-newer',
      write('vault.json', `${JSON.stringify({ format: 'twofold-vault', ...newer })}\nnot sixty-four digits\n`),
    ),
    of(
      'vault.json of a newer version in one line',
      'vault-damaged',
      write('vault.json', '{"format":"twofold-vault","version":4}'),
    ),
    of('a version that is no whole number', 'vault-damaged', replace('"version":3', '"version":3.5')),
    of('a slot of a reserved type', 'vault-damaged', replace('"type":"passphrase"', '"type":"os"')),
  ]
}

async function recordsOutOfPlace(base: ValidVector): Promise<FailingVector[]> {
  const [first, second] = await journalOf(base)
  const [header, rain, bread, heads] = [0, 1, 2, 3].map((at) => first.bytes.subarray(256 * at, 256 * at + 256))
  if (!header || !rain || !bread || !heads) throw new Error('three records of one block')
  const of = (name: string, outcome: Outcome, ...changes: Change[]) => ({ name, base: base.name, changes, outcome })
  const noRain = { lost: 1, damaged: [first.name], instead: { journal: { rain: null } } }
  // The second segment: one block of bread, 22 of walk, and one that only has heads.
  return [
    of('a record cut out of the middle', noRain, write(first.path, Buffer.concat([header, bread, heads]))),
    of('two records in each other’s place', noRain, write(first.path, Buffer.concat([header, bread, rain, heads]))),
    of(
      'a record that stands twice',
      { lost: 0, damaged: [first.name], instead: {} },
      write(first.path, Buffer.concat([header, rain, bread, bread, heads])),
    ),
    of(
      'damage that the end follows, and a short end',
      { lost: 2, damaged: [second.name], instead: { journal: { walk: null } } },
      flip(second.path, 1000),
      cut(second.path, second.bytes.length - 256),
    ),
    of(
      'damage before a whole record, and a short end',
      'vault-rolled-back',
      flip(second.path, 400),
      cut(second.path, second.bytes.length - 256),
    ),
  ]
}

async function endsAfterAKill(base: ValidVector): Promise<FailingVector[]> {
  const [, { name: file, path }] = await journalOf(base)
  const third = namesOf(await secretsOf(base), 0)(3)
  const of = (name: string, outcome: Outcome, ...changes: Change[]) => ({ name, base: base.name, changes, outcome })
  const noTide = { journal: { tide: null } }
  // One block of bread at 256, two of walk and one of sea at 512, two of tide at 1280.
  return [
    of(
      'a last frame whose size points beyond the end',
      { lost: 1, damaged: [file], instead: noTide },
      flip(path, 1280 + 24 + 5),
    ),
    of('a last record that was cut', { lost: 0, damaged: [], instead: noTide }, cut(path, 1600)),
    of('a last record that was cut to less than a block', { lost: 0, damaged: [], instead: noTide }, cut(path, 1500)),
    of(
      'a last record that was cut, its frame damaged',
      { lost: 1, damaged: [file], instead: noTide },
      flip(path, 1280 + 24),
      cut(path, 1600),
    ),
    of(
      'a last record that was cut to less than a block, its frame damaged',
      { lost: 0, damaged: [], instead: noTide },
      flip(path, 1280 + 24),
      cut(path, 1500),
    ),
    of(
      'a size damaged in the last batch, of which a record follows',
      { lost: 1, damaged: [file], instead: { journal: { tide: null, walk: null } } },
      flip(path, 512 + 24 + 6),
      cut(path, 1280),
    ),
    of('a last record with a flipped bit', { lost: 1, damaged: [file], instead: noTide }, flip(path, 1700)),
    of('a blank block in the last batch', { lost: 0, damaged: [], instead: noTide }, blank(path, 1536, 1792)),
    of(
      'a blank block before another batch',
      { lost: 1, damaged: [file], instead: { journal: { walk: null } } },
      blank(path, 768, 1024),
    ),
    of('a segment that was only begun', whole, write(`data/${third}`, Buffer.alloc(100, 1))),
    of('a segment of blanks', whole, write(`data/${third}`, Buffer.alloc(512))),
    of(
      'an unreadable segment after the end',
      { lost: 1, damaged: [third], instead: {} },
      write(`data/${third}`, Buffer.alloc(512, 1)),
    ),
  ]
}

async function whatDoesNotCount(base: ValidVector): Promise<FailingVector[]> {
  const [first, second] = await journalOf(base)
  return [
    {
      name: 'damage beyond the base of the next segment',
      base: base.name,
      changes: [flip(first.path, 600)],
      outcome: whole,
    },
    {
      name: 'unacknowledged records in the place of those that are named',
      base: base.name,
      changes: [remove(second.path)],
      outcome: 'vault-rolled-back',
    },
  ]
}

async function whatWasReplaced(base: ValidVector): Promise<FailingVector[]> {
  const [first, snapshot] = await journalOf(base)
  const of = (name: string, outcome: Outcome, ...changes: Change[]) => ({ name, base: base.name, changes, outcome })
  return [
    of('what a snapshot has replaced, missing', whole, remove(first.path)),
    of('damage in what a snapshot has replaced', whole, flip(first.path, 300)),
    of(
      'what a snapshot has replaced, unreadable',
      { lost: 0, damaged: [first.name], instead: {} },
      flip(first.path, 70),
      flip(first.path, 198),
    ),
    of('a snapshot that settings name, missing', 'vault-rolled-back', remove(snapshot.path)),
  ]
}

async function secrets(changed: ValidVector, composed: ValidVector): Promise<FailingVector[]> {
  const before = await headerBeforeTheChange()
  const { passphrase } = before
  return [
    {
      name: 'vault.json of before the secrets were changed',
      base: changed.name,
      passphrase,
      changes: [write('vault.json', before.vaultJson)],
      outcome: 'vault-rolled-back',
    },
    {
      name: 'the passphrase of before it was changed',
      base: changed.name,
      passphrase,
      changes: [],
      outcome: 'wrong-passphrase',
    },
    {
      name: 'the passphrase in letters of its compatibility form',
      base: composed.name,
      passphrase: 'five wide stars, No 1',
      changes: [],
      outcome: whole,
    },
  ]
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { forkVaultProcess } from '../../electron/adapters/fork-vault-process'
import type { VaultProcess } from '../../electron/core/protocol/vault-protocol'
import { type Home, openHome } from '../../scripts/home'
import { builtChild } from '../support/built-children'
import {
  allHeld,
  bodiesIn,
  bodyAt,
  copyOf,
  goOn,
  hasWords,
  heldBy,
  makeCoupleIn,
  passphrase,
  saved,
  unlockAlone,
  write,
} from '../support/cut-couple'
import { idOf } from '../support/journal-entries'
import { seededNumbers } from '../support/seeded-random'
import { makeFolder, removeFolder } from '../support/vault-folder'

const script = resolve(import.meta.dirname, '../../out/main/vault-process.js')
const child = builtChild('home-child')
const dozen = 12

let root = ''
let open: Home[] = []
beforeEach(async () => {
  root = await makeFolder()
  await makeCoupleIn(join(root, 'template'), async (ana, ben) => {
    await write(ana, 1, 'one')
    await hasWords(ben, 1, 'one')
  })
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((home) => home.stop()))
  await removeFolder(root)
})

const homeOf = (folder: string, name: 'ana' | 'ben', parts: Partial<Parameters<typeof openHome>[0]> = {}): Home => {
  const home = openHome({ name, vault: join(folder, name), passphrase, ...parts })
  open.push(home)
  return home
}

const six = [13, 14, 15, 16, 17, 18]

/** Six entries, each in a file of its own. */
async function writeSix(home: Home): Promise<void> {
  for (const number of six) {
    await write(home, number, 'from Ben')
    await saved(home)
  }
}

/** Both have the same, named words included, write on to each other, and end locked. */
async function expectWhole([ana, ben]: readonly [Home, Home], note: string): Promise<void> {
  await Promise.all([write(ana, 8, 'Ana again'), write(ben, 9, 'Ben again')])
  await Promise.all([hasWords(ana, 9, 'Ben again'), hasWords(ben, 8, 'Ana again')])
  await Promise.all([ana, ben].map(allHeld))
  expect(await bodiesIn(ana), note).toEqual(await bodiesIn(ben))
  for (const home of [ana, ben]) expect((await home.status()).setAside, note).toEqual([])
  await Promise.all(open.splice(0).map((home) => home.stop()))
}

/** A vault process that is killed when the `at`-th file or answer about one passes; it may have heard or said it. */
function killedAt(vault: VaultProcess, at: number, how: 'before' | 'after', toKill: () => boolean): VaultProcess {
  let passed = 0
  const pass = (isOfFile: boolean, on: () => void) => {
    if (!isOfFile) return on()
    const isLast = ++passed === at && toKill()
    if (!isLast || how === 'after') on()
    if (isLast) vault.kill()
  }
  return {
    ...vault,
    post: (message) =>
      pass(message.type === 'news' && ['kept', 'arrived'].includes(message.news.type), () => vault.post(message)),
    onMessage: (listener) =>
      vault.onMessage((message) =>
        pass(message.type === 'order' && message.order.type === 'keep', () => listener(message)),
      ),
  }
}

/** Starts vault processes, of which the first is killed there. */
function killedOnce(at: number, how: 'before' | 'after') {
  let [isFirst, isSpared, isKilled] = [true, false, false]
  let end = (_isGone: true) => {}
  const gone = new Promise<true>((resolve) => (end = resolve))
  const startVaultProcess = (folder: string): VaultProcess => {
    const vault = forkVaultProcess({ script, folder })
    if (!isFirst) return vault
    isFirst = false
    vault.onExit(() => end(true))
    return killedAt(vault, at, how, () => (isKilled = !isSpared))
  }
  /** It isn't killed any more; whether it has been. */
  const spare = () => {
    isSpared = true
    return isKilled
  }
  return { startVaultProcess, gone, spare }
}

/** Runs a host in a process of its own until it has killed itself; what it said to be saved, and whether it was killed. */
async function runUntilKilled(name: 'ana' | 'ben', folder: string, mode: 'write' | 'read', at: number) {
  const host = spawn(process.execPath, [child, name, join(folder, name), mode, String(at)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // Closed once its vault process, which has the same output, has ended as well.
  const closed = once(host, 'close')
  const said = new Map<number, string>()
  for await (const line of createInterface({ input: host.stdout })) {
    const [number = '', ...words] = line.split(' ')
    said.set(Number(number), words.join(' '))
  }
  const [, signal] = (await closed) as [number | null, string | null]
  return { said, wasKilled: signal === 'SIGKILL' }
}

describe('kill -9', () => {
  it('[I50] of the vault process at each file it writes or hears of loses nothing that was saved', async () => {
    let last = Infinity
    for (let at = 1; at <= last; at++) {
      for (const how of ['before', 'after'] as const) {
        const folder = join(root, `${at}-${how}`)
        await copyOf(join(root, 'template'), folder)
        const { startVaultProcess, gone, spare } = killedOnce(at, how)
        const [ana, ben] = [homeOf(folder, 'ana', { startVaultProcess }), homeOf(folder, 'ben')]
        await ben.unlock()
        const words = new Map<number, string>()
        const act = async () => {
          await ana.unlock()
          await write(ana, 3, 'first')
          await saved(ana)
          words.set(3, 'first')
          await goOn(ana, 3, ', more')
          await saved(ana)
          words.set(3, 'first, more')
          await hasWords(ben, 3, 'first, more')
          return spare() && gone
        }
        const wasKilled = await Promise.race([gone, act().catch(() => gone)])
        if (wasKilled) await unlockAlone(ana)
        else last = at
        for (const [number, least] of words) expect([least, 'first, more']).toContain(await bodyAt(ana, number))
        await expectWhole([ana, ben], `${how} ${at}`)
        await rm(folder, { recursive: true, maxRetries: 10 })
      }
    }
    // Two files are written and heard to be durable, and one of the partner's says that they are there, or each has its own.
    expect(last).toBeGreaterThanOrEqual(5)
  })

  for (const [mode, id] of [['write', 'I50'] as const, ['read', 'I51'] as const]) {
    it(`[${id}] of the host while it ${mode}s loses nothing that was said to be saved`, async () => {
      const random = seededNumbers(20261127)
      let kills = 0
      for (let time = 0; time < dozen; time++) {
        const folder = join(root, String(time))
        await copyOf(join(root, 'template'), folder)
        const at = 1 + Math.floor(random() * 24)
        const ben = homeOf(folder, 'ben')
        await ben.unlock()
        if (mode === 'read') await writeSix(ben)
        const { said, wasKilled } = await runUntilKilled('ana', folder, mode, at)
        if (wasKilled) kills++
        const held = mode === 'read' ? heldBy(ben) : []
        const ana = homeOf(folder, 'ana')
        await unlockAlone(ana)
        for (const [number, least] of said) expect([least, 'first, more']).toContain(await bodyAt(ana, number))
        for (const number of mode === 'read' ? six : [])
          if (!held.includes(idOf(number))) expect(await bodyAt(ana, number)).toBe('from Ben')
        await expectWhole([ana, ben], `${mode} ${at}`)
        await rm(folder, { recursive: true, maxRetries: 10 })
      }
      expect(kills).toBeGreaterThan(dozen / 2)
    })
  }
})

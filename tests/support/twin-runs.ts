import type { EditorState, Transaction, TransactionSpec } from '@codemirror/state'
import * as Y from 'yjs'
import { taskToggledAt } from '../../renderer/features/page/block-commands'
import { indentItems, outdentItems } from '../../renderer/features/page/indent-commands'
import { linkAddress } from '../../renderer/features/page/link-address'
import { linkedTo, unlinked } from '../../renderer/features/page/link-commands'
import { markCommands } from '../../renderer/features/page/page-keys'
import { markLive } from '../../renderer/sync/origins'
import { createSettling } from '../../renderer/sync/settling'
import { newSessionClient } from '../../shared/mark-clients'
import { seededNumbers } from './seeded-random'

const other = {}
markLive(other)
const start = 'first line\n\n- [ ] milk today\n- [x] eggs soon\n\nsome words here\n\n- bread\n- butter\n\nlast line'
const words = ['first', 'milk', 'eggs', 'some', 'words', 'bread', 'butter', 'last']
/**
 * What is typed are letters that occur but once, so that one that is lost is seen: syllables of Hangul, which belong to the
 * word that they come into, as Han, without spaces between its words, need not.
 */
const firstTyped = 0xac00
const typedLetter = /[\uac00-\ud7a3]/g
export const withoutTyped = (text: string): string => text.replaceAll(typedLetter, '')

/** What a run needs of an editor's view. */
export interface TwinView {
  readonly state: EditorState
  dispatch(spec: TransactionSpec | Transaction): void
}
/** A page that is bound to a text. */
export interface TwinPage {
  view: TwinView
  undo(): void
  redo(): void
  close(): void
}
export type OpenTwin = (text: Y.Text) => TwinPage

interface Span {
  from: number
  to: number
}
type Command = (view: TwinView, word: Span) => void

const tick: Command = (view, { from }) => {
  const edit = taskToggledAt(view.state, from)
  if (edit) view.dispatch(edit)
}
const address = linkAddress('https://example.org/a')
/** Everything that toolbar, boxes and Tab do, at the caret in a word. */
const commands: Record<string, Command> = {
  ...Object.fromEntries(
    Object.entries(markCommands).map(([id, command]): [string, Command] => [id, (view) => void command(view)]),
  ),
  tick,
  link(view, { from, to }) {
    view.dispatch({ selection: { anchor: from, head: to } })
    if (address) view.dispatch(linkedTo(view.state, address) ?? {})
  },
  unlink(view) {
    const edit = unlinked(view.state)
    if (edit) view.dispatch(edit)
  },
  indent: (view) => void indentItems(view),
  outdent: (view) => void outdentItems(view),
}
export const commandNames: readonly string[] = Object.keys(commands)

interface Device {
  doc: Y.Doc
  text: Y.Text
  page: TwinPage
  inbox: { from: Device; update: Uint8Array }[]
}

/** A client id for letters with another session, so that a seed makes the same run again. */
function clientOf(random: () => number): number {
  const sessions = 2 ** 48
  return Math.floor(newSessionClient() / sessions) * sessions + Math.floor(random() * sessions)
}

function openDevice(open: OpenTwin, random: () => number, from: Y.Doc | null = null): Device {
  const doc = new Y.Doc()
  doc.clientID = clientOf(random)
  if (from) Y.applyUpdate(doc, Y.encodeStateAsUpdate(from), other)
  else doc.getMap('entries').set('one', new Y.Text(start))
  const text = doc.getMap('entries').get('one')
  if (!(text instanceof Y.Text)) throw new Error('no text')
  createSettling(doc).release()
  return { doc, text, page: open(text), inbox: [] }
}

/** Three devices that have the same text, and what goes between them. */
function openThree(open: OpenTwin, random: () => number, from: Y.Doc) {
  const devices = [1, 2, 3].map(() => openDevice(open, random, from))
  for (const device of devices) {
    device.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== other) for (const one of devices) if (one !== device) one.inbox.push({ from: device, update })
    })
  }
  /** One device is brought everything that another has, as files do. */
  const pull = (to: Device, source: Device) => {
    to.inbox = to.inbox.filter((one) => one.from !== source)
    Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(source.doc, Y.encodeStateVector(to.doc)), other)
  }
  return {
    devices,
    pull,
    /** One device hears the next that another has said, if anything. */
    hear(device: Device) {
      const [next] = device.inbox.splice(0, 1)
      if (next) Y.applyUpdate(device.doc, next.update, other)
    },
    exchangeAll() {
      for (let round = 0; round < 3; round++)
        for (const to of devices) for (const source of devices) if (to !== source) pull(to, source)
    },
    textsOnAll: () => devices.flatMap(({ text, page }) => [text.toJSON(), page.view.state.doc.toString()]),
    close: () => devices.forEach(({ page }) => page.close()),
  }
}

/** Where a word of the start stands now, with whatever was typed into it. */
function spanOf(view: TwinView, word: string): Span | null {
  const found = new RegExp(word.split('').join('[\\uac00-\\ud7a3]*')).exec(view.state.doc.toString())
  return found && { from: found.index, to: found.index + found[0].length }
}

function give({ page: { view } }: Device, name: string, word: string): void {
  const span = spanOf(view, word)
  if (!span) return
  view.dispatch({ selection: { anchor: span.from + 1 } })
  commands[name]?.(view, span)
}

function typeAt({ page: { view } }: Device, from: number, insert: string): void {
  view.dispatch({ changes: { from, insert }, selection: { anchor: from + insert.length }, userEvent: 'input.type' })
}

const picking =
  (random: () => number) =>
  <T>(all: readonly T[]): T =>
    all[Math.floor(random() * all.length)] as T

/**
 * Three devices do the same thing to one word, apart or as they hear of each other, and type into it and beside it; then
 * some of those who did it undo it, and redo it. Returns what all of them have, what one alone would have made of it but
 * for what was typed, and the typed letters that are missing anywhere.
 */
export function runTwins(
  { seed, name, after }: { seed: number; name: string; after: 'nothing' | 'undo' | 'redo' },
  open: OpenTwin,
): { texts: string[]; expected: string; lost: string } {
  const random = seededNumbers(seed)
  const pick = picking(random)
  const word = pick(words)
  const alone = openDevice(open, random)
  // What is to be taken off must be there, and whatever is there is taken off.
  const before = { unlink: 'link', outdent: 'indent' }[name] ?? (random() < 0.3 ? name : null)
  if (before) give(alone, before, word)
  const begun = alone.text.toJSON()
  const { devices, hear, exchangeAll, textsOnAll, close } = openThree(open, random, alone.doc)
  give(alone, name, word)
  alone.page.close()

  let typed = ''
  const type = (device: Device) => {
    const { state } = device.page.view
    const span = spanOf(device.page.view, word)
    if (!span) return
    const letter = String.fromCharCode(firstTyped + typed.length)
    typed += letter
    typeAt(device, pick([span.from, span.from + 1, span.to, state.doc.lineAt(span.to).to]), letter)
  }
  const waiting = new Set(devices)
  const doers: Device[] = []
  for (let step = 0; step < 30 || waiting.size > 0; step++) {
    const device = pick(devices)
    const chance = random()
    // What one types after it, one's own next undo would take.
    if (chance < 0.25 && (after === 'nothing' || waiting.has(device))) type(device)
    else if (chance < 0.6) hear(device)
    else if (waiting.delete(device) && withoutTyped(device.text.toJSON()) === begun) {
      give(device, name, word)
      if (withoutTyped(device.text.toJSON()) !== begun) doers.push(device)
    }
  }
  exchangeAll()
  const some = doers.slice(0, 1 + Math.floor(random() * doers.length))
  const eachOfSome = (act: (page: TwinPage) => void) => {
    for (const { page } of some) {
      act(page)
      while (random() < 0.5) hear(pick(devices))
    }
    exchangeAll()
  }
  if (after !== 'nothing') eachOfSome((page) => page.undo())
  if (after === 'redo') eachOfSome((page) => page.redo())
  const texts = textsOnAll()
  close()
  const lost = typed
    .split('')
    .filter((letter) => !texts.every((text) => text.includes(letter)))
    .join('')
  return { texts, expected: after === 'undo' ? begun : alone.text.toJSON(), lost }
}

/** What a run of many steps left, and in how many places something is wrong with it. */
export interface Outcome {
  diverged: boolean
  lost: string
  boxes: number
  blocks: number
  inline: number
}

/** Three devices do anything to one text, each for itself and the same at once, delete lines, undo and redo. */
export function runMixed({ seed, steps }: { seed: number; steps: number }, open: OpenTwin): Outcome {
  const random = seededNumbers(seed)
  const pick = picking(random)
  const first = openDevice(open, random)
  const { devices, pull, hear, exchangeAll, textsOnAll, close } = openThree(open, random, first.doc)
  first.page.close()
  const typed = new Set<string>()
  const gone = new Set<string>()
  /** What one takes away oneself, with a line, an address or an undone step, is not lost. */
  const takingAway = (device: Device, act: () => void) => {
    const before = device.text.toJSON()
    act()
    const after = device.text.toJSON()
    for (const letter of before) if (typed.has(letter) && !after.includes(letter)) gone.add(letter)
  }
  const type = (device: Device) => {
    const { view } = device.page
    const { doc } = view.state
    const span = spanOf(view, pick(words))
    const place = span ? pick([span.from, span.from + 1, span.to]) : doc.line(1 + Math.floor(random() * doc.lines)).to
    const letter = random() < 0.1 ? '\n' : String.fromCharCode(firstTyped + typed.size)
    if (letter !== '\n') typed.add(letter)
    typeAt(device, place, letter)
  }
  const deleteLine = ({ page: { view } }: Device) => {
    const { doc } = view.state
    const { from, to } = doc.line(1 + Math.floor(random() * doc.lines))
    view.dispatch({ changes: { from, to: Math.min(to + 1, doc.length) }, userEvent: 'delete' })
  }
  const act = (device: Device, name: string, word: string) => {
    if (name.endsWith('link')) takingAway(device, () => give(device, name, word))
    else give(device, name, word)
  }
  for (let step = 0; step < steps; step++) {
    const device = pick(devices)
    const chance = random()
    if (chance < 0.15) type(device)
    else if (chance < 0.3) act(device, pick(commandNames), pick(words))
    else if (chance < 0.5) {
      const [name, word] = [pick(commandNames), pick(words)]
      for (const one of devices) if (one !== device || random() < 0.5) act(one, name, word)
    } else if (chance < 0.53) takingAway(device, () => deleteLine(device))
    else if (chance < 0.62) takingAway(device, () => (random() < 0.7 ? device.page.undo() : device.page.redo()))
    else if (chance < 0.85) hear(device)
    else pull(device, pick(devices.filter((one) => one !== device)))
  }
  exchangeAll()
  const texts = textsOnAll()
  close()
  const [text = ''] = texts
  const lost = [...typed].filter((letter) => !gone.has(letter) && !text.includes(letter)).join('')
  return { diverged: new Set(texts).size > 1, lost, ...faultsOf(text) }
}

function faultsOf(text: string): Pick<Outcome, 'boxes' | 'blocks' | 'inline'> {
  const count = (found: RegExp, within: string) => within.match(found)?.length ?? 0
  const isDoubled = (line: string) => {
    const marks = /^(?: {2,}|> |- |\d+\. |\[[ x]*\] |#+ )*/.exec(line)?.[0] ?? ''
    return [/> /g, /- |\d+\. /g, /#+ /g, /\[[ x]*\] /g].some((mark) => count(mark, marks) > 1)
  }
  return {
    boxes: count(/\[([ x]{2,})?\](?!\()/g, text),
    blocks: text.split('\n').filter(isDoubled).length,
    inline: count(/\*{4,}|~{3,}|\[\[|\)\]\(/g, text),
  }
}

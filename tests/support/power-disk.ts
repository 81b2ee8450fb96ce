import { dirname } from 'node:path/posix'
import type { Files } from '../../electron/core/ports'
import { AppError } from '../../shared/failure'

/** What may be lost of a file that wasn't flushed comes and goes in pieces of this many bytes. */
const sector = 512

/** A file apart from its names: what a reader sees of it, and how much of that would survive a power cut. */
interface FileNode {
  bytes: Uint8Array
  durable: number
}

/** A change of names that a flush of its folders makes durable; a move is one change to two of them. */
interface NameChange {
  folders: readonly string[]
  from: string | null
  to: string | null
  node: FileNode | null
}

/** Null is a folder. */
type Names = Map<string, FileNode | null>

export interface PowerDisk {
  /** The disk as one process sees it, until it is killed or the power goes. */
  process(): Files
  /** At this step from now on, counted from 1, the process dies, with the power or alone; `onEnd` is told. */
  endAt(step: number, how: 'kill' | 'power cut', onEnd: () => void): void
  /** Steps taken so far. */
  steps(): number
}

/**
 * A disk in memory as POSIX promises it and no better: what was written is seen by every process at once and survives
 * a power cut only where it was flushed. Of the rest any sectors may be there, and of changed names any that don't
 * rest on one that is lost. Each write, flush and change of names is a step at which a process may end.
 */
export function createPowerDisk(random: () => number, options: { flushesWhatIsRead: boolean }): PowerDisk {
  let names: Names = new Map([['/', null]])
  let durableNames: Names = new Map(names)
  let pending: NameChange[] = []
  let steps = 0
  let end: { step: number; how: 'kill' | 'power cut'; onEnd: () => void } | null = null
  let generation = 0

  const chance = () => random() < 0.5

  function loseThePower(): void {
    for (const change of pending) if (chance()) apply(durableNames, change)
    pending = []
    names = new Map(durableNames)
    for (const node of new Set(names.values())) if (node) loseUnflushed(node)
  }

  function loseUnflushed(node: FileNode): void {
    const unflushed = node.bytes.length - node.durable
    const kept = Math.floor(random() * (unflushed + 1))
    const length = node.durable + (chance() ? unflushed : kept)
    const bytes = node.bytes.slice(0, length)
    for (let at = node.durable; at < length; at = (Math.floor(at / sector) + 1) * sector) {
      if (chance()) bytes.fill(0, at, Math.min(length, (Math.floor(at / sector) + 1) * sector))
    }
    node.bytes = bytes
    node.durable = length
  }

  function flushFolder(folder: string): void {
    const isHere = (change: NameChange) => change.folders.includes(folder)
    for (const change of pending.filter(isHere)) apply(durableNames, change)
    pending = pending.filter((change) => !isHere(change))
  }

  function changeNames(change: NameChange): void {
    apply(names, change)
    pending.push(change)
  }

  /** `partly` is what is done of a step at which the process ends. */
  async function step(generationThen: number, act: () => void, partly: () => void = act): Promise<void> {
    await Promise.resolve()
    if (generationThen !== generation) return new Promise(() => {})
    steps++
    if (steps !== end?.step) return act()
    const { how, onEnd } = end
    if (chance()) partly()
    generation++
    end = null
    if (how === 'power cut') loseThePower()
    onEnd()
    return new Promise(() => {})
  }

  return {
    steps: () => steps,
    endAt(at, how, onEnd) {
      end = { step: steps + at, how, onEnd }
    },
    process() {
      const mine = generation
      const take = (act: () => void, partly?: () => void) => step(mine, act, partly)
      const flush = (folder: string) => take(() => flushFolder(folder))
      return {
        async read(path, limit, readOptions) {
          const node = names.get(path)
          if (node === undefined || node === null) return null
          if (node.bytes.length > limit) throw new AppError({ code: 'vault-damaged', file: path })
          if (readOptions?.isDurable && options.flushesWhatIsRead) {
            await take(() => void (node.durable = node.bytes.length))
            await flush(dirname(path))
          }
          return node.bytes.slice()
        },
        async list(folder) {
          await Promise.resolve()
          if (names.get(folder) !== null) return null
          return [...names.keys()].filter((path) => path !== '/' && dirname(path) === folder).map(nameOf)
        },
        async makeFolder(folder) {
          if (names.has(folder)) return
          await this.makeFolder(dirname(folder))
          await take(() => changeNames({ folders: [dirname(folder)], from: null, to: folder, node: null }))
          await flush(dirname(folder))
        },
        async create(path, createOptions) {
          if (names.get(dirname(path)) !== null) throw new AppError({ code: 'folder-missing', folder: dirname(path) })
          if (names.has(path)) throw new AppError({ code: 'vault-in-use' })
          const node: FileNode = { bytes: new Uint8Array(0), durable: 0 }
          await take(() => changeNames({ folders: [dirname(path)], from: null, to: path, node }))
          if (!createOptions?.isTemporary) await flush(dirname(path))
          const grow = (bytes: Uint8Array) => void (node.bytes = concat(node.bytes, bytes))
          return {
            async append(bytes) {
              const some = bytes.slice(0, Math.floor(random() * (bytes.length + 1)))
              await take(
                () => grow(bytes),
                () => grow(chance() ? bytes : some),
              )
              await take(() => void (node.durable = node.bytes.length))
            },
            close: () => Promise.resolve(),
          }
        },
        async move(from, to) {
          const node = names.get(from)
          if (node === undefined) throw new AppError({ code: 'folder-missing', folder: dirname(from) })
          const folders = [...new Set([dirname(to), dirname(from)])]
          await take(() => changeNames({ folders, from, to, node }))
          for (const folder of folders) await flush(folder)
        },
        async remove(path, removeOptions) {
          const within = [...names.keys()].filter((each) => each === path || each.startsWith(`${path}/`))
          // What is in a folder goes before the folder does.
          for (const name of within.toSorted((a, b) => b.length - a.length)) {
            await take(() => changeNames({ folders: [dirname(name)], from: name, to: null, node: null }))
          }
          if (removeOptions?.isDurable) await flush(dirname(path))
        },
      }
    },
  }
}

/** A change whose name isn't there rests on one that was lost, and is lost with it. */
function apply(names: Names, { from, to, node }: NameChange): void {
  if (from !== null && !names.has(from)) return
  if (to !== null && names.get(dirname(to)) !== null) return
  // A folder that is gone takes along what a power cut would have left in it.
  if (from !== null && to === null) for (const name of names.keys()) if (name.startsWith(`${from}/`)) names.delete(name)
  if (from !== null) names.delete(from)
  if (to !== null) names.set(to, node)
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const whole = new Uint8Array(a.length + b.length)
  whole.set(a)
  whole.set(b, a.length)
  return whole
}

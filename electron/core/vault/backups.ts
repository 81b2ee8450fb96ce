import type { Files } from '../ports'
import { isSegmentName } from './segment-format'

const kept = 2
/** Generations are numbered in a circle: numbers that only rose would count how often a log was shortened. */
const circle = 4

/**
 * Moves segments that a durable snapshot replaces to a generation of `backups/` and removes all but the newest two
 * generations. A segment that can't be moved stays where it is, where readers pass it over.
 */
export async function retire(files: Files, folder: string, names: readonly string[]): Promise<void> {
  const backups = `${folder}/backups`
  const numbers = oldestFirst(await generationsIn(files, backups))
  const generation = `${backups}/gen-${((numbers.at(-1) ?? 0) % circle) + 1}`
  await files.makeFolder(backups)
  await files.makeFolder(generation)
  for (const name of names) await files.move(`${folder}/data/${name}`, `${generation}/${name}`)
  for (const old of numbers.slice(0, Math.max(0, numbers.length + 1 - kept))) {
    await files.remove(`${backups}/gen-${old}`)
  }
}

/**
 * Removes every generation of `backups/`, and then these segments of `data/`, so that a power cut brings none of them
 * back. They must be such that a snapshot replaces which an unlock, or a reading like one, has read whole.
 */
export async function purge(files: Files, folder: string, names: readonly string[]): Promise<void> {
  const backups = `${folder}/backups`
  for (const number of await generationsIn(files, backups)) {
    await files.remove(`${backups}/gen-${number}`, { isDurable: true })
  }
  for (const name of names) await files.remove(`${folder}/data/${name}`, { isDurable: true })
}

const generationsIn = async (files: Files, backups: string): Promise<number[]> =>
  ((await files.list(backups)) ?? []).flatMap(generationOf)

/** Of the places in the circle one is free, and what comes after it is the oldest. An earlier version counted on. */
function oldestFirst(numbers: readonly number[]): number[] {
  const placeOf = (number: number) => (number - 1) % circle
  const taken = new Set(numbers.map(placeOf))
  const oldest = Array.from({ length: circle }, (_, place) => place).find(
    (place) => taken.has(place) && !taken.has((place + circle - 1) % circle),
  )
  const age = (number: number) => (placeOf(number) - (oldest ?? 0) + circle) % circle
  return numbers.toSorted((a, b) => age(a) - age(b) || a - b)
}

const generationOf = (name: string): number[] => {
  const digits = /^gen-(\d{1,12})$/u.exec(name)?.[1]
  return digits === undefined ? [] : [Number(digits)]
}

/** Removes what a crash left of snapshots and headers that were never finished. */
export async function removeLeftovers(files: Files, folder: string): Promise<void> {
  const data = ((await files.list(`${folder}/data`)) ?? []).filter(
    (name) => name.endsWith('.tmp') && isSegmentName(name.slice(0, -'.tmp'.length)),
  )
  const header = ((await files.list(folder)) ?? []).filter(isHeaderLeftover)
  for (const path of [...data.map((name) => `data/${name}`), ...header]) await files.remove(`${folder}/${path}`)
}

/** Whether a name in the vault's folder is that of an unfinished vault.json. */
export const isHeaderLeftover = (name: string) => /^vault\.json\.[0-9a-f]{16}\.tmp$/u.test(name)

import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { entryFields, kinds, moods } from '../../shared/entry'

const written = entryFields
  .extend({ kind: z.enum(kinds), mood: z.enum(moods).nullable(), body: z.string().min(1) })
  .strict()
const writtenByOneOfTwo = written.extend({ author: z.enum(['Ana', 'Ben']) })

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../samples/${name}`, import.meta.url), 'utf8'))

/** The private sample, every entry whole and of known words. */
export const privateSample = () => z.array(written).parse(read('private-ana.json'))

/** The shared sample, every entry with the one of the two who began it. */
export const sharedSample = () => z.array(writtenByOneOfTwo).parse(read('shared-ana-ben.json'))

/** The sentences of a body that are long enough to be noticed when they come again. */
export const sentencesOf = ({ body }: { body: string }) =>
  body.split(/(?<=[.?:;…])\s+|\n+/u).filter((sentence) => sentence.length > 40)

/** Every item that has come before. */
export const doubles = (list: readonly string[]) => list.filter((item, index) => list.indexOf(item) !== index)

/** Where an entry stands in the order of a journal. */
export const momentOf = ({ date, time }: { date: string; time: string }) => `${date}T${time}`

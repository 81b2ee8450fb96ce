import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const tests = resolve(import.meta.dirname, '..')

const promised = [...readFileSync(join(tests, 'SPEC.md'), 'utf8').matchAll(/^- ([A-Z]\d+) /gm)].map((match) => match[1])

const kept = readdirSync(tests, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => [...readFileSync(join(tests, file), 'utf8').matchAll(/\[([A-Z]\d+)\]/g)].map((match) => match[1]))

it('[A20] every promise of SPEC.md is kept by a test, and every test keeps one that is written there', () => {
  expect(new Set(kept)).toEqual(new Set(promised))
  expect(promised).toEqual([...new Set(promised)])
})

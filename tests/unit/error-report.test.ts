import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { background, bestEffort, reporting, reportErrorsTo } from '../../shared/background'
import { errorReport, errorReportForm } from '../../shared/error-report'
import { AppError } from '../../shared/failure'

const word = 'kingfisher'

describe('an unexpected error', () => {
  it('[H162] is reported by its kind, its code and places in our own code, never by its text', () => {
    expect(errorReport(new TypeError(word))).toMatch(/^TypeError at error-report\.test\.ts:\d+:\d+$/u)
    expect(errorReport(Object.assign(new Error(word), { code: 'EPIPE' }))).toMatch(/^Error EPIPE at error-report/u)
    expect(errorReport(new AppError({ code: 'disk-full' }))).toMatch(/^AppError disk-full at error-report/u)
    expect(errorReport(Object.assign(new Error(word), { name: word, code: `the ${word}` }))).not.toContain(` ${word}`)
  })

  it('[H162] whatever was thrown, however its text is written, says none of it', () => {
    const liesLikeAPlace = fc
      .string({ unit: 'grapheme' })
      .map((text) => `${text}\n    at ${word}.js:1:2\n    at x (${word}.ts:3:4)`)
    const thrown = fc.oneof(
      liesLikeAPlace.map((text) => new Error(text)),
      liesLikeAPlace.map((text) => Object.assign(new RangeError('x'), { message: text })),
      fc
        .string({ unit: 'binary' })
        .map((name) => Object.assign(new Error(word), { name: `${name} ${word}`, code: `${word}-${name}` })),
      fc.anything().map((stack) => Object.defineProperty(new Error(word), 'stack', { value: stack })),
      fc.anything(),
      fc.constant(word),
    )
    fc.assert(
      fc.property(thrown, (each) => {
        const report = errorReport(each)
        expect(report).toMatch(errorReportForm)
        expect(report).not.toContain(word)
      }),
    )
  })
})

describe('work that nobody waits for', () => {
  it('[H163] is reported when it fails, and costs nothing else; an allowed failure is not', async () => {
    const reported: unknown[] = []
    reportErrorsTo((error) => reported.push(error))
    const [bug, full] = [new TypeError(word), new AppError({ code: 'disk-full' })]
    background(Promise.reject(bug))
    background(bestEffort(Promise.reject(full)))
    expect(await bestEffort(Promise.reject(bug))).toBeUndefined()
    expect(await bestEffort(Promise.resolve(5))).toBe(5)
    expect(await Promise.reject(full).catch(reporting(({ code }) => code))).toBe('disk-full')
    expect(await Promise.reject(bug).catch(reporting(({ code }) => code))).toBe('bug')
    expect(reported).toEqual([bug, bug, bug])
  })
})

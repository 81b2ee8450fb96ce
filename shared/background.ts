import { AppError, type Failure, failureOf } from './failure'

/** Takes an unexpected error; `doing` names the call or the work it broke, never what that was about. */
export type ReportError = (error: unknown, doing?: string) => void

// One for the whole process, as there is one console: until a root has said where to, nothing goes by unheard.
let reporter: ReportError = (error) => {
  throw error
}

/** Says where this process reports what nobody waits for; each root does so before anything else. */
export function reportErrorsTo(report: ReportError): void {
  reporter = report
}

/** Reports an unexpected error where the root of this process has said. */
export const reportUnexpected: ReportError = (error, doing) => reporter(error, doing)

/** Lets work go on that nobody waits for. Should it fail, that is reported and breaks nothing else. */
export function background(work: Promise<unknown>): void {
  work.catch((error: unknown) => reporter(error))
}

/** For a `catch`: does what is to be done about a failure, and reports one that isn't allowed for (no AppError) as well. */
export function reporting<T>(handle: (failure: Failure) => T): (error: unknown) => T {
  return (error) => {
    if (!(error instanceof AppError)) reporter(error)
    return handle(failureOf(error))
  }
}

/**
 * What the work gives, or undefined where it fails in a way that is allowed for: the failure is told elsewhere, or what
 * was tried is tried again or not needed. Any other error than an AppError is reported.
 */
export function bestEffort<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch(reporting(() => undefined))
}

import { background, bestEffort, reportErrorsTo } from '../../shared/background'
import { errorReport } from '../../shared/error-report'
import type { TwofoldApi } from './api'

/** How many errors one page reports: a fault that repeats has said enough. */
const maxReports = 20

/**
 * The net below everything else in the window: what nothing has caught is told to the host by its kind and by places in
 * our own code, never by its text, and breaks nothing more. The page, its words and the connection stay.
 */
export function spreadWindowNet(api: Pick<TwofoldApi, 'app'>): void {
  let left = maxReports
  const report = (error: unknown) => {
    if (left-- > 0) background(bestEffort(api.app.reportError({ report: errorReport(error) })))
  }
  // A report that can't be made must not be reported in turn.
  reportErrorsTo(report)
  addEventListener('error', ({ error }) => report(error))
  addEventListener('unhandledrejection', ({ reason }) => report(reason))
}

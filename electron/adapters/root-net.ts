import { reportErrorsTo, type ReportError } from '../../shared/background'
import { errorReport } from '../../shared/error-report'
import type { VaultEnd } from '../core/protocol/vault-protocol'

/** The exit code of a process that ends because of an error in it (EX_SOFTWARE of sysexits.h). */
export const brokenExit = 70

/** What a terminal is told of a vault process that has ended by itself. */
export const brokenVaultSentence = (end: VaultEnd): string =>
  end === 'not-started'
    ? 'Twofold’s vault process could not be started: the vault stays locked. Nothing in it was touched.'
    : `Twofold’s vault process has ended by itself (${end ?? 'killed'}): the vault is locked. What was saved is safe.`

/**
 * Spreads the net below everything else in a process: what nothing has caught, thrown or rejected, is reported on the
 * terminal by its kind, and `onCaught` then makes durable what can be. With it a process neither ends before it has
 * flushed, as Node's do, nor stays as if nothing had happened, as Electron's do. Gives the way to report.
 */
export function spreadNet(options: { name: string; onCaught(error: unknown): void }): ReportError {
  const report: ReportError = (error, doing) => {
    process.stderr.write(`${options.name}: ${doing ? `${doing}: ` : ''}${errorReport(error)}\n`)
  }
  const caught = (error: unknown) => {
    report(error)
    options.onCaught(error)
  }
  // The terminal, or who reads in its place, may be gone: then nobody is told, and that is no reason to end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  process.on('uncaughtException', caught)
  process.on('unhandledRejection', caught)
  reportErrorsTo(report)
  return report
}

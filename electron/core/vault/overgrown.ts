import { maxSegment } from './segments'

/** A snapshot is worth its while when the log is this much longer than what lives in it. */
const slack = 1024 * 1024
const slackFactor = 2
const manySegments = 64

/** Whether a log has grown far beyond what lives in it, all in bytes on the disk. */
export const isOvergrown = (log: { logBytes: number; liveBytes: number; segments: number }): boolean =>
  fitsInSnapshot(log.liveBytes) && (log.logBytes > slackFactor * log.liveBytes + slack || log.segments > manySegments)

/**
 * Whether what lives fits into one snapshot, which is one segment, with its header and its end. A longer one would be
 * refused by whoever is to read it.
 */
export const fitsInSnapshot = (liveBytes: number): boolean => liveBytes <= maxSegment - slack

import type { Result } from './statistics'

/** What a row should come to: times its limit at p50 and p99, and milliseconds at p99. */
export interface Goal {
  readonly ratio?: number
  readonly ratioP99?: number
  readonly p99?: number
}

/** One line of the table: what was measured and, where there is a goal, how far from it. */
export interface Line {
  readonly result: Result
  readonly goal: Goal
}

const columns = ['row', 'n', 'p50 ms', 'p95', 'p99', 'limit p50', 'p99', 'ratio', 'at p99', 'goal'] as const

/** The results as a table of plain text, with what each limit is beneath it. */
export function formatTable(lines: readonly Line[]): string {
  const cells = [columns, ...lines.map(cellsOf)]
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const isText = (column: number) => column === 0 || column === columns.length - 1
  const pad = (text: string, column: number) =>
    isText(column) ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0)
  const table = cells.map((row) => row.map(pad).join('  ').trimEnd())
  const limits = lines.map(({ result }) => `${result.name}: the limit is ${result.limit.name}`)
  return [...table, '', ...limits].join('\n')
}

function cellsOf({ result, goal }: Line): readonly string[] {
  const { name, n, p50, p95, p99, limit, ratio, ratioP99 } = result
  const times = [p50, p95, p99, limit.p50, limit.p99].map((ms) => ms.toFixed(2))
  return [name, String(n), ...times, `${ratio.toFixed(2)}x`, `${ratioP99.toFixed(2)}x`, judge(result, goal)]
}

/** The goals of a row in words, each with whether it was reached; empty where the row is only reported. */
export function judge(result: Result, goal: Goal): string {
  const say = (words: string, value: number, most: number) => `${words} ${value <= most ? 'met' : 'MISSED'}`
  return [
    ...(goal.ratio === undefined ? [] : [say(`${goal.ratio}x`, result.ratio, goal.ratio)]),
    ...(goal.ratioP99 === undefined ? [] : [say(`${goal.ratioP99}x at p99`, result.ratioP99, goal.ratioP99)]),
    ...(goal.p99 === undefined ? [] : [say(`p99 ${goal.p99} ms`, result.p99, goal.p99)]),
  ].join(', ')
}

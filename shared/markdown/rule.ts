/** Whether a line behind the marks of quotes and lists draws a rule (CommonMark 0.31.2, 4.1), however it is indented. */
export function isRule(line: string): boolean {
  return /^[ \t]*[-*_]/.test(line) && /^(?:-{3,}|\*{3,}|_{3,})$/.test(line.replace(/[ \t]+/g, ''))
}

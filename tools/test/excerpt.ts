const FAILURE = /^ {2}● /;
const ELSEWHERE = /^(PASS|FAIL) |^Test Suites: |^> nx run |^Summary of all failing tests/;

/**
 * What a person needs of a long log: the reports of the tests that failed, or the end, which is where other tools say
 * what went wrong.
 */
export function excerpt(log: string, maxLines: number): string {
  const lines = log.trimEnd().split('\n');
  let inside = false;
  const reports = lines.filter((line) => {
    if (FAILURE.test(line)) inside = true;
    else if (ELSEWHERE.test(line)) inside = false;
    return inside;
  });
  if (reports.length === 0) return lines.slice(-maxLines).join('\n');
  const shown = reports.slice(0, maxLines);
  if (reports.length > shown.length) shown.push(`… and ${reports.length - shown.length} lines more`);
  return shown.join('\n');
}

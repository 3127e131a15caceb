/** A line of a status file's log, in its parts; `what` and `said` are Markdown, `rest` is as well, and may have many lines. */
export interface LogEntry {
  /** As written: a day, or a day with a time. */
  readonly when?: string;
  readonly who?: string;
  readonly what: string;
  /** What a person said with a decision. */
  readonly said?: string;
  /** Lines that are indented below it. */
  readonly rest?: string;
}

const BULLET = /^(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)/;
const WHEN =
  /^\[?(\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?)\]?(?:(?: *[:,]| +[-–—·])? +|$)/;
/** As a connector writes a decision. */
const DECISION =
  /^(?<before>Gate \S+ approved|Changes requested at gate \S+) by (?<who>.+?) (?<through>through Codev HQ)(?:: (?<said>.+))?$/;
/** `Agent: `, `Builder 68: `; three words at most, so that a sentence with a colon stays one. */
const SPEAKER = /^(\p{L}[\p{L}\p{N}._'’@-]*(?: [\p{L}\p{N}._'’@-]+){0,2}): +(?=\S)/u;

/** One entry for each line that is not indented; blank lines part nothing. */
export function logEntries(section: string): readonly LogEntry[] {
  const entries: { first: string; rest: string[] }[] = [];
  for (const line of section.split(/\r\n?|\n/)) {
    const last = entries.at(-1);
    if (last && /^(?:\s|$)/.test(line)) last.rest.push(line);
    else if (line.trim()) entries.push({ first: line, rest: [] });
  }
  return entries.map(({ first, rest }) => entryOf(first, rest));
}

function entryOf(first: string, lines: readonly string[]): LogEntry {
  const indent = BULLET.exec(first)?.[0].length ?? 0;
  const below = lines.map((line) => line.replace(new RegExp(`^[ \\t]{0,${Math.max(2, indent)}}`), ''));
  // A line that goes on below is the same words, unless something begins there.
  const wrapped = below.findIndex((line) => !line.trim() || /^[ \t]*(?:[-*+>#`|~]|\d+[.)])/.test(line));
  const end = wrapped < 0 ? below.length : wrapped;
  const words = [first.slice(indent), ...below.slice(0, end)].join(' ').trim();
  const rest = below.slice(end).join('\n').trim();
  const when = WHEN.exec(words);
  return {
    ...(when?.[1] !== undefined && { when: when[1] }),
    ...spoken(words.slice(when?.[0].length ?? 0)),
    ...(rest && { rest }),
  };
}

function spoken(words: string): Pick<LogEntry, 'who' | 'what' | 'said'> {
  const { before, who, through, said } = DECISION.exec(words)?.groups ?? {};
  if (before !== undefined && who !== undefined)
    return { who, what: `${before} ${through ?? ''}`.trim(), ...(said !== undefined && { said }) };
  const speaker = SPEAKER.exec(words);
  return speaker?.[1] !== undefined
    ? { who: speaker[1], what: words.slice(speaker[0].length) }
    : { what: words };
}

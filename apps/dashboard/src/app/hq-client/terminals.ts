import type { TerminalQuery } from '@codev-hq/protocol';
import * as z from 'zod/mini';
import type { HqTrouble } from './hq-http';
import { followHq, type StreamEvent } from './hq-stream';
import { pathWith } from './reading';

const lines = z.object({ lines: z.array(z.string()), total: z.optional(z.number()) });
const output = z.object({ data: z.string(), sequence: z.number() });

export interface TerminalListener {
  /** What is there when one begins to look. */
  readonly begins: (text: string) => void;
  /** What came since, whole lines or parts of them. */
  readonly comes: (text: string) => void;
}

/** A builder's terminal for as long as `signal` is not aborted. Ends with why it could not be seen (any longer). */
export function followTerminal(
  query: TerminalQuery,
  listener: TerminalListener,
  signal: AbortSignal,
): Promise<HqTrouble | null> {
  const { instance_id, project_path, builder_id, worktree } = query;
  const path = pathWith('/api/terminal', {
    instance_id,
    project_path,
    builder_id,
    worktree,
    lines: query.lines,
  });
  const decoder = new TextDecoder();
  const heard = ({ name, data }: StreamEvent) => {
    if (name === 'lines') {
      const first = lines.safeParse(JSON.parse(data));
      if (first.success) listener.begins(first.data.lines.map((line) => `${plain(line)}\n`).join(''));
    } else if (name === 'output') {
      const more = output.safeParse(JSON.parse(data));
      if (more.success) listener.comes(plain(decoder.decode(bytesOf(more.data.data), { stream: true })));
    }
  };
  return followHq(path, heard, signal);
}

const [BELL, ESC] = [String.fromCharCode(7), String.fromCharCode(27)];
/** Colours, cursor movements and titles: what only a terminal understands. */
const ESCAPES = new RegExp(
  `${ESC}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${BELL}${ESC}]*(?:${BELL}|${ESC}\\\\)|[()][0-9A-B]|[@-Z\\\\-_=>])`,
  'g',
);

export function plain(text: string): string {
  return text
    .replaceAll(ESCAPES, '')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '');
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

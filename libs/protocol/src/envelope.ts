import * as z from 'zod/mini';
import { en } from 'zod/locales';
import { errorCode, type ErrorCode } from './error-codes.js';

/** Looked at, not walked through: copying the keys that fit into a frame takes longer than reading them. */
const plainObject = z.custom<Record<string, unknown>>(
  (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value),
  { error: 'expected an object' },
);

/** Every message but an answer (protocol section 2). `ts` is milliseconds since 1970. */
export const envelope = z.object({
  type: z.string().check(z.minLength(1), z.maxLength(64)),
  id: z.string().check(z.minLength(1), z.maxLength(256)),
  ts: z.number(),
  payload: plainObject,
});
export type Envelope = z.infer<typeof envelope>;

/** The answer to the message with the same `id`. */
export const responseEnvelope = z.object({
  type: z.literal('response'),
  /** `''` when the frame that is answered had none that could be read. */
  id: z.string().check(z.maxLength(256)),
  ts: z.number(),
  success: z.boolean(),
  error: z.optional(z.string()),
  code: z.optional(errorCode),
  retry_after: z.optional(z.number()),
  payload: z.optional(plainObject),
});
export type ResponseEnvelope = z.infer<typeof responseEnvelope>;

export type Frame =
  | { readonly kind: 'message'; readonly message: Envelope }
  | { readonly kind: 'response'; readonly response: ResponseEnvelope }
  | { readonly kind: 'invalid'; readonly id: string | null; readonly error: string };

/** Levels that no message needs: reading hundreds of thousands of them holds a process up for long. */
const MAX_NESTING = 100;
/** More than the longest list of files has. */
const MAX_KEYS = 40_000;
/** Characters. A shorter frame is read in no time, however it is nested. */
const SHORT_FRAME = 16_384;

/**
 * Reads one text frame. Never throws: what is not an envelope comes back as `invalid`, with the id when one can be
 * read, so that the sender can be told which of its frames was refused.
 */
export function parseFrame(raw: string): Frame {
  const tooMuch = raw.length > SHORT_FRAME ? tooMuchToRead(raw) : undefined;
  if (tooMuch) return { kind: 'invalid', id: null, error: `This frame ${tooMuch}.` };
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return {
      kind: 'invalid',
      id: null,
      error: 'This frame is not JSON. Send one JSON object per text frame.',
    };
  }
  const schema = typeOf(value) === 'response' ? responseEnvelope : envelope;
  const parsed = schema.safeParse(value);
  if (!parsed.success)
    return { kind: 'invalid', id: idOf(value), error: describeIssues('This frame', parsed.error) };
  return parsed.data.type === 'response' && 'success' in parsed.data
    ? { kind: 'response', response: parsed.data }
    : { kind: 'message', message: parsed.data as Envelope };
}

/** One line for people out of a schema's complaints: `payload.projects.0.path: expected string`. */
export function describeIssues(what: string, error: z.core.$ZodError): string {
  const [first] = error.issues;
  if (!first) return `${what} is not valid.`;
  const where = first.path.map(String).join('.');
  const more = error.issues.length > 1 ? ` (and ${error.issues.length - 1} more)` : '';
  return `${what} is not valid: ${where ? `${where}: ` : ''}${wordsOf(first)}${more}`;
}

/** Counts brackets and keys outside of strings, and stops at the first too many. Says nothing of whether it is JSON. */
function tooMuchToRead(raw: string): string | undefined {
  let depth = 0;
  let keys = 0;
  for (let at = 0; at < raw.length; at++) {
    const code = raw.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(raw, at + 1);
    } else if (code === OPEN_LIST || code === OPEN_MAP) {
      depth += 1;
      if (depth > MAX_NESTING) return `nests deeper than ${MAX_NESTING} levels`;
    } else if (code === CLOSE_LIST || code === CLOSE_MAP) {
      depth -= 1;
    } else if (code === COLON) {
      keys += 1;
      if (keys > MAX_KEYS) return `has more than ${MAX_KEYS} keys`;
    }
  }
  return undefined;
}

const [QUOTE, COLON, OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP] = [0x22, 0x3a, 0x5b, 0x5d, 0x7b, 0x7d];

/** Where the string that begins at `from` ends: at the first quote with an even number of backslashes before it. */
function endOfString(raw: string, from: number): number {
  for (let quote = raw.indexOf('"', from); quote >= 0; quote = raw.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (quote - backslashes > from && raw[quote - backslashes - 1] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return quote;
  }
  return raw.length;
}

let english: ReturnType<typeof en> | undefined;

/** zod/mini ships without messages, to stay small in the browser; a schema's own words are kept. */
function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.message !== 'Invalid input') return issue.message;
  // Made once, and only where somebody complains: it holds the words of every kind of complaint.
  english ??= en();
  const said = english.localeError({ ...issue, input: undefined });
  return (typeof said === 'string' ? said : (said?.message ?? issue.message)).replace(/, received .*$/, '');
}

export function success(id: string, payload?: Record<string, unknown>): ResponseEnvelope {
  return { type: 'response', id, ts: Date.now(), success: true, ...(payload && { payload }) };
}

export function failure(
  id: string,
  code: ErrorCode,
  error: string,
  extra: { retry_after?: number; payload?: Record<string, unknown> } = {},
): ResponseEnvelope {
  return { type: 'response', id, ts: Date.now(), success: false, error, code, ...extra };
}

function typeOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
}

function idOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('id' in value)) return null;
  return typeof value.id === 'string' && value.id.length > 0 && value.id.length <= 256 ? value.id : null;
}

import * as z from 'zod/mini';

/** Text that UTF-8 can hold and a database can store: no NUL, no half of a surrogate pair. */
const storable = z.refine<string>((value) => !value.includes('\0') && value.isWellFormed(), {
  error: 'holds a NUL or half a surrogate pair',
});
/** Shown in lines of logs and lists: no line break, no escape sequence. */
const oneLine = z.regex(/^\P{Cc}*$/u, { error: 'holds a control character' });
/** The content of a file: may be empty, and as long as a frame. */
export const content = z.string().check(storable);

/** Building blocks of the schemas: bounded, so that no field can grow a message or a row without limit. */
export const text = (max: number) => z.string().check(z.minLength(1), z.maxLength(max), storable);
export const looseText = (max: number) => z.string().check(z.maxLength(max), storable);

/** An absolute path on the connector's machine. Only ever compared by HQ, never opened. */
export const path = text(4096);
/** The id of an instance, project, builder, session … as its owner writes it. */
export const name = z.string().check(z.minLength(1), z.maxLength(256), storable, oneLine);
/** As {@link name}, and may be empty. */
export const label = z.string().check(z.maxLength(256), storable, oneLine);
/** SHA-256 in lower-case hexadecimal. */
export const digest = z.string().check(z.regex(/^[0-9a-f]{64}$/));
/** ISO 8601 in UTC, milliseconds, as `Date.prototype.toISOString` writes it. */
export const timestamp = z.string().check(z.maxLength(40), storable);
/** A git object name, abbreviated or whole. */
export const commitSha = z.string().check(z.regex(/^[0-9a-f]{4,64}$/));
/** A commit and nothing else: neither an abbreviation nor a name, which may mean another one tomorrow. */
export const wholeCommitSha = z.string().check(z.regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/));
/** A time that a person asks about, ISO 8601. */
export const moment = z.string().check(
  z.maxLength(40),
  z.refine((value) => !Number.isNaN(Date.parse(value)), { error: 'is no ISO 8601 time' }),
);

import * as z from 'zod/mini';
import { looseText, name } from './field.js';
import { instanceView, role } from './rest.js';

/** A person's name: it stands in commits, so it holds nothing that git reads as something else. */
const personName = z.string().check(
  z.minLength(1),
  z.maxLength(100),
  z.regex(/^[^\p{Cc}\p{Cf}<>]+$/u, { error: 'holds a character that a name in a commit cannot have' }),
  // Letters by name that are nothing to see: whoever has one looks like somebody else.
  z.regex(/^[^\p{Default_Ignorable_Code_Point}\u2800]+$/u, { error: 'holds a character that nobody sees' }),
  z.regex(/[\p{L}\p{N}]/u, { error: 'has no letter' }),
  z.refine(isOfOneAlphabet, {
    error: 'has a word of letters that look alike, of two alphabets: write each word in one alphabet',
  }),
  // git takes these away, and what is left may be somebody else's name.
  z.regex(/^(?!\s*[.,:;<>"\\'])(?!.*[.,:;<>"\\']\s*$)/su, {
    error: 'begins or ends with a mark that git takes away: leave the mark out',
  }),
);

/** Alphabets that people's names are written in. Those that one word uses together stand together. */
const ALPHABETS = [
  ...'Latin Greek Cyrillic Armenian Georgian Hebrew Arabic Syriac Thaana Ethiopic Tifinagh Nko'.split(' '),
  ...'Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala'.split(' '),
  ...'Thai Lao Khmer Myanmar Tibetan Mongolian Cherokee Canadian_Aboriginal Javanese Balinese'.split(' '),
  'Han Hiragana Katakana',
  'Han Hangul',
  'Han Bopomofo',
].map((together) => together.replace(/\w+/g, '\\p{Script=$&}').replaceAll(' ', ''));
const ONE_ALPHABET = [
  ...ALPHABETS.map((letter) => new RegExp(`^[${letter}\\p{Script=Common}\\p{Script=Inherited}]*$`, 'u')),
  // A rare one, alone.
  new RegExp(`^[^${ALPHABETS.join('')}]*$`, 'u'),
];

/** Whether no word mixes alphabets, whose letters are taken for each other's. */
function isOfOneAlphabet(text: string): boolean {
  return text
    .normalize('NFKC')
    .split(/[\s\p{P}]+/u)
    .every((word) => ONE_ALPHABET.some((alphabet) => alphabet.test(word)));
}

const emailAddress = z
  .string()
  .check(
    z.maxLength(254),
    z.regex(/^[^\s<>@\p{Cc}\p{Cf}]+@[^\s<>@\p{Cc}\p{Cf}]+$/u, { error: 'is no e-mail address' }),
  );

/** `PATCH /api/session`: my own name as commits show it. The address, which decides who I am, is the owner's to change. */
export const profileChange = z.object({ name: personName });
export type ProfileChange = z.infer<typeof profileChange>;

/** What a browser says it is, in words: `Safari on iPhone`. `kind` is for its icon. */
export const device = z.object({
  words: z.string(),
  kind: z.enum(['phone', 'tablet', 'desk', 'program']),
  browser: z.optional(z.string()),
  system: z.optional(z.string()),
  /** What a program calls itself that is no browser. */
  program: z.optional(z.string()),
});
export type Device = z.infer<typeof device>;

/** One of my sessions; `session_id` is no secret. */
export const sessionSummary = z.object({
  session_id: z.string(),
  /** The one that asks. */
  current: z.boolean(),
  device,
  created_at: z.string(),
  last_seen_at: z.string(),
  expires_at: z.string(),
});
export type SessionSummary = z.infer<typeof sessionSummary>;

/** `GET /api/sessions`: mine, the last used first. */
export const sessionList = z.object({ sessions: z.array(sessionSummary) });
export type SessionList = z.infer<typeof sessionList>;

/** `POST /api/session/handover`: a link that signs me in on another device, once, within two minutes. */
export const handover = z.object({
  handover_id: z.string(),
  /** For the QR code; it carries the secret. */
  url: z.string(),
  expires_at: z.string(),
  /** `CODEV_HQ_PUBLIC_URL`, or where HQ listens. */
  public_url: z.string(),
  /** Another device cannot reach this address: it is this machine's own. */
  loopback: z.boolean(),
  /** The address is `https`. */
  secure: z.boolean(),
});
export type Handover = z.infer<typeof handover>;

/** `GET /api/session/handover/:handover_id`. */
export const handoverState = z.object({
  handover_id: z.string(),
  state: z.enum(['waiting', 'used', 'expired']),
  expires_at: z.string(),
  used_at: z.optional(z.string()),
  /** Who signed in with it, once it is used. */
  device: z.optional(device),
});
export type HandoverState = z.infer<typeof handoverState>;

export const keyScope = z.enum(['connector', 'read', 'approve', 'admin']);
export type KeyScope = z.infer<typeof keyScope>;

/** An API key, without its secret. */
export const keyView = z.object({
  key_id: z.string(),
  name: z.string(),
  scopes: z.array(keyScope),
  /** In whose name it decides. */
  person: z.optional(z.object({ id: z.string(), name: z.string() })),
  created_at: z.optional(z.string()),
  last_used_at: z.optional(z.string()),
  revoked_at: z.optional(z.string()),
  /** `CODEV_HQ_API_KEY`: set where HQ runs, and changed only there. */
  fixed: z.boolean(),
  /** Machines that belong to it. */
  instances: z.array(z.object({ instance_id: z.string(), instance_name: z.string() })),
});
export type KeyView = z.infer<typeof keyView>;

export const keyList = z.object({ keys: z.array(keyView) });
export type KeyList = z.infer<typeof keyList>;

/** `POST /api/keys`. `connector` goes with `read` at most: agents can read a connector's key. */
export const createKeyRequest = z.object({
  name,
  scopes: z.array(keyScope).check(z.minLength(1), z.maxLength(4)),
  /** It decides in my name; otherwise under its own. Nobody makes keys in another person's name here. */
  mine: z.optional(z.boolean()),
});
export type CreateKeyRequest = z.infer<typeof createKeyRequest>;

/** A new key, or one with a new secret; `key` is shown this once. */
export const createdKey = z.extend(keyView, { key: z.string() });
export type CreatedKey = z.infer<typeof createdKey>;

export const personView = z.object({
  person_id: z.string(),
  name: z.string(),
  email: z.optional(z.string()),
  role,
  created_at: z.string(),
  /** Of the session that was used last. */
  last_seen_at: z.optional(z.string()),
  sessions: z.int(),
  /** The one who asks. */
  me: z.boolean(),
  /** May not sign in any more; stays here for what they decided. */
  removed_at: z.optional(z.string()),
});
export type PersonView = z.infer<typeof personView>;

/** `GET /api/people`. */
export const peopleList = z.object({ people: z.array(personView) });
export type PeopleList = z.infer<typeof peopleList>;

/** `PATCH /api/people/:person_id`. */
export const personChange = z.object({
  name: z.optional(personName),
  /** `null` takes it away. */
  email: z.optional(z.nullable(emailAddress)),
});
export type PersonChange = z.infer<typeof personChange>;

/** A row of the audit log. `previous_hash` is the `hash` of the row before. */
export const auditEntry = z.object({
  seq: z.int(),
  at: z.string(),
  actor: z.string(),
  event: z.string(),
  details: z.record(z.string(), z.unknown()),
  previous_hash: z.string(),
  hash: z.string(),
});
export type AuditEntryView = z.infer<typeof auditEntry>;

/** `GET /api/audit`: all of it as NDJSON, oldest first; with `format=json` a page, newest first. */
export const auditQuery = z.object({
  format: z._default(z.enum(['ndjson', 'json']), 'ndjson'),
  /** The `next` of the page before. */
  cursor: z.optional(z.coerce.number().check(z.int(), z.minimum(1))),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200)), 50),
  event: z.optional(looseText(100)),
});
export type AuditQuery = z.infer<typeof auditQuery>;

/** `names` are those of the people and keys that stand as `actor` in these rows, by that actor's id. */
export const auditPage = z.object({
  entries: z.array(auditEntry),
  next: z.optional(z.string()),
  names: z.record(z.string(), z.string()),
});
export type AuditPage = z.infer<typeof auditPage>;

/** `GET /api/audit/verify`: whether every row is there, in order and as it was written. */
export const auditVerdict = z.object({
  ok: z.boolean(),
  rows: z.int(),
  /** The first row that is wrong, and what is wrong with it. */
  seq: z.optional(z.int()),
  problem: z.optional(z.string()),
  verified_at: z.string(),
  took_ms: z.number(),
});
export type AuditVerdictView = z.infer<typeof auditVerdict>;

/** `GET /api/instances`: a machine as its page shows it. */
export const instanceDetail = z.extend(instanceView, {
  /** Since when it is online without a break; absent while it is offline. */
  online_since: z.optional(z.string()),
  /** Of the last ping that HQ sent, there and back. */
  latency_ms: z.optional(z.number()),
  latency_at: z.optional(z.string()),
  /** How often it connected again since midnight UTC, or since HQ started. */
  reconnects_today: z.int(),
  /** The key it belongs to; `id` for administrators. Absent once it is released. */
  key: z.optional(z.object({ id: z.optional(z.string()), name: z.string(), revoked: z.boolean() })),
  status_files: z.int(),
  builders: z.int(),
  waiting_gates: z.int(),
});
export type InstanceDetail = z.infer<typeof instanceDetail>;

export const instanceList = z.object({ instances: z.array(instanceDetail) });
export type InstanceList = z.infer<typeof instanceList>;

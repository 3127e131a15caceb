import * as fc from 'fast-check';
import { connectorMessages, describeIssues, failure, hqMessages, parseFrame, success } from './index.js';

const frame = (over: Record<string, unknown> = {}) =>
  JSON.stringify({ type: 'ping', id: 'm-1', ts: 1, payload: { ts: 1 }, ...over });
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('parseFrame', () => {
  it('reads a message and an answer', () => {
    expect(parseFrame(frame())).toEqual({
      kind: 'message',
      message: { type: 'ping', id: 'm-1', ts: 1, payload: { ts: 1 } },
    });
    expect(parseFrame(JSON.stringify(success('m-1')))).toMatchObject({
      kind: 'response',
      response: { id: 'm-1' },
    });
  });

  it.each([
    '',
    'null',
    'true',
    '0',
    '-1.5',
    '"text"',
    '[]',
    '[[]]',
    '{}',
    '{',
    'undefined',
    'NaN',
    '\u0000',
    '\uFEFF{}',
    '[null]',
  ])('S1: takes %j for an invalid frame, not for the end of the world', (raw) => {
    expect(parseFrame(raw)).toEqual({
      kind: 'invalid',
      id: null,
      error: expect.stringMatching(/^This frame is not/),
    });
  });

  it.each([
    ['nested 100,000 levels', nested(100_000)],
    [
      'nested 100,000 levels inside a payload',
      `{"type":"ping","id":"m-1","ts":1,"payload":{"x":${nested(100_000)}}}`,
    ],
    ['1 MiB of garbage', 'x'.repeat(1024 * 1024)],
    ['10 MB of braces', '{'.repeat(10_000_000)],
    ['an id of 1 MiB', frame({ id: 'i'.repeat(1024 * 1024) })],
    [
      '100,000 keys',
      frame({ payload: Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`k${at}`, at])) }),
    ],
  ])('S1: survives a frame with %s', (_name, raw) => {
    expect(['invalid', 'message']).toContain(parseFrame(raw).kind);
  });

  it('names the frame that it refuses when its id can be read', () => {
    expect(parseFrame(frame({ ts: 'now' }))).toEqual({
      kind: 'invalid',
      id: 'm-1',
      error: 'This frame is not valid: ts: Invalid input: expected number',
    });
    expect(parseFrame(frame({ payload: null }))).toMatchObject({ id: 'm-1' });
    expect(parseFrame('{"type":"response","id":"m-2"}')).toMatchObject({ kind: 'invalid', id: 'm-2' });
  });

  it.each([1, '', 'i'.repeat(257), null, ['m-1'], { toString: 'x' }])('does not echo %j as an id', (id) => {
    expect(parseFrame(frame({ id }))).toMatchObject({ kind: 'invalid', id: null });
  });

  it('does not let a frame reach a prototype', () => {
    const raw =
      '{"type":"ping","id":"m-1","ts":1,"payload":{"ts":1,"__proto__":{"polluted":true}},"__proto__":{"polluted":true}}';
    const read = parseFrame(raw);
    expect(read.kind).toBe('message');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    if (read.kind !== 'message') return;
    expect((read.message as unknown as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(read.message.payload['polluted']).toBeUndefined();
  });

  it.each(['1e400', '-1e400', '"1"', 'null'])('refuses a ts of %s', (ts) => {
    expect(parseFrame(`{"type":"ping","id":"m-1","ts":${ts},"payload":{}}`).kind).toBe('invalid');
  });

  it('never throws, and never claims what is not an envelope to be one', () => {
    const raw = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record(
          {
            type: fc.anything(),
            id: fc.anything(),
            ts: fc.anything(),
            payload: fc.anything(),
            success: fc.anything(),
          },
          { requiredKeys: [] },
        )
        .map((value) =>
          JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part)),
        ),
      fc
        .record({
          type: fc.constantFrom('response', 'ping'),
          id: fc.string(),
          ts: fc.double(),
          payload: fc.jsonValue(),
          success: fc.boolean(),
        })
        .map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(raw, (text) => {
        const read = parseFrame(text);
        if (read.kind === 'invalid') expect(read.error.length).toBeGreaterThan(10);
        else if (read.kind === 'message') expect(typeof read.message.payload).toBe('object');
        else expect(typeof read.response.success).toBe('boolean');
      }),
      { numRuns: 2000 },
    );
  });

  it('hands on payloads that any schema can judge without throwing', () => {
    const schemas = [...Object.values(connectorMessages), ...Object.values(hqMessages)];
    fc.assert(
      fc.property(fc.anything(), fc.nat(schemas.length - 1), (payload, at) => {
        expect(typeof schemas[at]?.safeParse(payload).success).toBe('boolean');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('words for people', () => {
  it('say where the fault is, and how many more there are', () => {
    const read = connectorMessages.register.safeParse({ instance_id: 'i', projects: [{ path: 1 }] });
    expect(read.success).toBe(false);
    if (read.success) return;
    expect(describeIssues('The payload of register', read.error)).toBe(
      'The payload of register is not valid: projects.0.path: Invalid input: expected string (and 1 more)',
    );
  });

  it('never repeat the value that was refused, which may be a secret', () => {
    const read = hqMessages.pong.safeParse({ ts: 'hunter2' });
    expect(read.success || describeIssues('It', read.error)).not.toContain('hunter2');
  });
});

describe('answers', () => {
  it('carry a code, what was asked for and nothing undefined', () => {
    expect(failure('m-1', 'RATE_LIMITED', 'Slow down.', { retry_after: 5 })).toEqual({
      type: 'response',
      id: 'm-1',
      ts: expect.any(Number),
      success: false,
      error: 'Slow down.',
      code: 'RATE_LIMITED',
      retry_after: 5,
    });
    expect(Object.keys(success('m-1'))).not.toContain('payload');
    expect(success('m-1', { a: 1 }).payload).toEqual({ a: 1 });
  });
});

describe('a frame that would take long to read', () => {
  const filler = 'x'.repeat(20_000);
  const nested = (levels: number) =>
    `{"type":"ping","id":"1","ts":1,"payload":{"ts":1,"a":${'['.repeat(levels)}${']'.repeat(levels)},"b":"${filler}"}}`;

  it.each([
    ['lists', '['.repeat(400_000) + ']'.repeat(400_000)],
    ['maps that are never closed', '{"a":'.repeat(200_000)],
    ['one level too many', nested(99)],
  ])('%s: is refused without being read', (_what, frame) => {
    expect(parseFrame(frame)).toEqual({
      kind: 'invalid',
      id: null,
      error: 'This frame nests deeper than 100 levels.',
    });
  });

  it('has at most 40,000 keys', () => {
    const keys = Array.from({ length: 40_001 }, (_, i) => `"k${i}":1`).join();
    expect(parseFrame(`{${keys}}`)).toMatchObject({ error: 'This frame has more than 40000 keys.' });
  });

  it('may nest as deep as that, and hold any brackets in its texts', () => {
    expect(parseFrame(nested(98)).kind).toBe('message');
    const text = JSON.stringify(`${'['.repeat(500)}\\"${'{'.repeat(500)}\\\\`);
    const frame = `{"type":"ping","id":"1","ts":1,"payload":{"ts":1,"a":${text},"b":"${filler}"}}`;
    expect(parseFrame(frame).kind).toBe('message');
  });
});

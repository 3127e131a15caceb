import * as fc from 'fast-check';

type Json = Record<string, unknown>;

/** Values that break what was written without thinking of them. */
const nasty: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, true, 0, -1, 1e308, 2 ** 53, '', [], {}, [[[[[[]]]]]]],
    ...[
      '\0',
      '\ud800',
      '../../../etc/passwd',
      '/',
      '$(touch canary)',
      '`id`',
      '-rf',
      "'; drop table gate; --",
    ],
    ...['__proto__', 'constructor', 'x'.repeat(5000), '\u202e', { toString: null }, [null, undefined]],
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue({ maxDepth: 2 }),
);

/**
 * Text frames as a hostile or broken peer sends them: messages that are nearly right, text that is nearly JSON, JSON
 * that is no message, and noise.
 */
export function hostileFrame(valid: readonly object[]): fc.Arbitrary<string> {
  const frame = fc.constantFrom(...valid.map((each) => JSON.stringify(each)));
  return fc.oneof(
    { weight: 6, arbitrary: nearlyRight(frame) },
    { weight: 2, arbitrary: mangled(frame) },
    { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  );
}

/** One to three fields replaced, removed or added. */
function nearlyRight(frame: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const change = fc.record({ at: fc.nat(), kind: fc.constantFrom('replace', 'remove', 'add'), value: nasty });
  return fc.tuple(frame, fc.array(change, { minLength: 1, maxLength: 3 })).map(([text, changes]) => {
    const value = JSON.parse(text) as Json;
    for (const { at, kind, value: put } of changes) {
      const places = placesIn(value);
      const place = places[at % places.length];
      if (!place) continue;
      const [holder, key] = place;
      if (kind === 'remove') Reflect.deleteProperty(holder, key);
      else Reflect.set(holder, kind === 'add' ? `${key}2` : key, structuredClone(put));
    }
    return JSON.stringify(value);
  });
}

/** Cut, doubled in the middle, or with something strange put in. */
function mangled(frame: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const strange = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 10 }),
    fc.constantFrom('"', '{', '}', '[[[[', '\\u', '\\ud800', ',', '\ufeff', '1e999', '{"__proto__":'),
  );
  return fc.tuple(frame, fc.nat(), fc.nat(), strange).map(([text, one, other, put]) => {
    const [from, to] = [one % text.length, other % text.length].sort((a, b) => a - b);
    return text.slice(0, from) + put + text.slice(to);
  });
}

function placesIn(value: Json): [Json, string][] {
  return Object.entries(value).flatMap(([key, below]) => [
    [value, key] as [Json, string],
    ...(typeof below === 'object' && below !== null ? placesIn(below as Json) : []),
  ]);
}

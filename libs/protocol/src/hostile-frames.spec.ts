import * as fc from 'fast-check';
import { framesFromConnector, framesFromHq, responseFrames } from '../testing/golden-frames.js';
import { hostileFrame } from '../testing/hostile-frames.js';
import { connectorMessages, hqMessages, parseFrame } from './index.js';

/** `npm run test:chaos` asks for more. */
const FACTOR = Number(process.env['FUZZ_FACTOR'] ?? 1);
const schemas = { ...hqMessages, ...connectorMessages };

describe('frames that nobody meant to send', () => {
  const valid: object[] = [...framesFromConnector(), ...framesFromHq()].flatMap((each) => [...each.valid]);
  valid.push(...responseFrames().valid);

  it('S1: are read without a throw: as a message that fits its envelope, or as invalid with words', () => {
    fc.assert(
      fc.property(hostileFrame(valid), (raw) => {
        const frame = parseFrame(raw);
        if (frame.kind === 'invalid') {
          expect(frame.error).not.toBe('');
          return;
        }
        if (frame.kind === 'response') return;
        const { type, payload } = frame.message;
        if (Object.hasOwn(schemas, type)) schemas[type as keyof typeof schemas].safeParse(payload);
      }),
      { numRuns: 5000 * FACTOR },
    );
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  it('an object with very many keys is looked at once, and not copied key by key', () => {
    const keys = Array.from({ length: 39_000 }, (_, i) => `"k${i}":1`).join();
    const frame = parseFrame(`{"type":"ping","id":"1","ts":1,"payload":{"ts":1,${keys}}}`);
    expect(frame).toMatchObject({ kind: 'message', message: { payload: { ts: 1, k38999: 1 } } });
  });

  it.each([['null'], ['[]'], ['"x"'], ['1']])('a payload that is %s is refused', (payload) => {
    const frame = parseFrame(`{"type":"ping","id":"1","ts":1,"payload":${payload}}`);
    expect(frame).toMatchObject({ kind: 'invalid', id: '1', error: expect.stringContaining('payload') });
  });
});

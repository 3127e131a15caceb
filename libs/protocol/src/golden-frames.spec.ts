import {
  artifactAnswer,
  connectorMessages,
  decisionOutcome,
  hqMessages,
  manifestAnswer,
  parseFrame,
  registered,
  terminalAnswer,
} from './index.js';
import {
  framesFromConnector,
  framesFromHq,
  responseFrames,
  type GoldenFrames,
} from '../testing/golden-frames.js';

interface PayloadSchema {
  safeParse(payload: unknown): { success: boolean; data?: unknown };
}

function isAccepted(schemas: Readonly<Record<string, PayloadSchema>>, type: string, frame: unknown): boolean {
  const read = parseFrame(JSON.stringify(frame));
  return (
    read.kind === 'message' &&
    read.message.type === type &&
    !!schemas[type]?.safeParse(read.message.payload).success
  );
}

describe.each([
  [
    'local → HQ',
    connectorMessages as Readonly<Record<string, PayloadSchema>>,
    framesFromConnector() as GoldenFrames[],
  ],
  ['HQ → local', hqMessages as Readonly<Record<string, PayloadSchema>>, framesFromHq() as GoldenFrames[]],
])('golden frames %s', (_direction, schemas, golden) => {
  it('are there for every message type and no other', () => {
    expect(golden.map(({ type }) => type)).toEqual(Object.keys(schemas).sort());
  });

  it.each(golden.flatMap(({ type, valid }) => valid.map((frame, at) => [type, at, frame] as const)))(
    '%s: valid frame %i is accepted with nothing lost',
    (type, _at, frame) => {
      expect(isAccepted(schemas, type, frame)).toBe(true);
      expect(schemas[type]?.safeParse(frame.payload).data).toEqual(frame.payload);
    },
  );

  it.each(
    golden.flatMap(({ type, invalid }) => invalid.map(({ frame, why }) => [type, why, frame] as const)),
  )('%s: refused with %s', (type, _why, frame) => {
    expect(isAccepted(schemas, type, frame)).toBe(false);
  });

  it.each(golden)('$type: fields of a newer version are ignored', ({ type, valid: [frame] }) => {
    expect(isAccepted(schemas, type, { ...frame, later: 1, payload: { ...frame.payload, later: [1] } })).toBe(
      true,
    );
  });

  it('S15: command_ack is among those that connectors send', () => {
    expect(Object.keys(connectorMessages)).toContain('command_ack');
  });
});

describe('golden responses', () => {
  const { valid, invalid } = responseFrames();

  it.each(valid.map((frame, at) => [at, frame] as const))(
    'valid answer %i is accepted with nothing lost',
    (_at, frame) => {
      expect(parseFrame(JSON.stringify(frame))).toEqual({ kind: 'response', response: frame });
    },
  );

  it.each(invalid.map(({ frame, why }) => [why, frame] as const))('refused with %s', (_why, frame) => {
    expect(parseFrame(JSON.stringify(frame)).kind).toBe('invalid');
  });

  it.each([
    ['register', registered],
    ['sync_response', manifestAnswer],
    ['approval', decisionOutcome],
    ['artifact_request', artifactAnswer],
    ['terminal_request', terminalAnswer],
  ])('there is one for %s', (_request, schema) => {
    expect(valid.some(({ payload }) => schema.safeParse(payload).success)).toBe(true);
  });
});

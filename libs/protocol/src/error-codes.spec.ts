import { ERROR_STATUS, errorCode, failure, parseFrame, problemDetails, type ErrorCode } from './index.js';

const CODES = Object.keys(ERROR_STATUS) as ErrorCode[];

describe('error codes', () => {
  it('include every code that the protocol names', () => {
    expect(CODES).toEqual(
      expect.arrayContaining([
        ...['AUTH_FAILED', 'RATE_LIMITED', 'INVALID_MESSAGE', 'NOT_REGISTERED', 'PROJECT_NOT_FOUND'],
        ...['GATE_NOT_FOUND', 'GATE_AMBIGUOUS', 'GATE_NOT_PENDING', 'STALE', 'PROOF_INVALID', 'GIT_FAILED'],
        ...['TOO_LARGE', 'UNSUPPORTED', 'INTERNAL'],
      ]),
    );
  });

  it.each(CODES)('%s travels on the socket and over REST', (code) => {
    expect(ERROR_STATUS[code]).toBeGreaterThanOrEqual(400);
    expect(ERROR_STATUS[code]).toBeLessThan(600);
    expect(parseFrame(JSON.stringify(failure('m-1', code, 'words')))).toMatchObject({ response: { code } });
    const problem = {
      type: 'about:blank',
      title: code,
      status: ERROR_STATUS[code],
      detail: 'words',
      code,
      error: 'words',
    };
    expect(problemDetails.safeParse(problem).success).toBe(true);
  });

  it('are no other words, those of Object included', () => {
    for (const code of ['', 'OOPS', 'internal', 'toString', '__proto__'])
      expect(errorCode.safeParse(code).success).toBe(false);
  });
});

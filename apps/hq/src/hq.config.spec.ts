import { ConfigError, readConfig } from './hq.config.js';

it('S13: listens on loopback unless told otherwise, with the protocol’s limits', () => {
  expect(readConfig({})).toMatchObject({
    host: '127.0.0.1',
    port: 4300,
    rateLimit: 100,
    rateBurst: 200,
    heartbeatMs: 30_000,
  });
});

it.each([
  [{ PORT: 'abc' }, /PORT is "abc"/],
  [{ PORT: '70000' }, /0 to 65535/],
  [{ CODEV_HQ_API_KEY: 'short' }, /8 or more/],
  [{ CODEV_HQ_PUBLIC_URL: 'hq.example.org' }, /such as https/],
  [{ CODEV_HQ_PUBLIC_URL: 'https://hq.example.org/path' }, /such as https/],
  [{ LOG_LEVEL: 'loud' }, /one of fatal/],
  [{ CODEV_HQ_RATE_LIMIT: '-1' }, /CODEV_HQ_RATE_LIMIT/],
])('%j stops the start with one clear line', (env, message) => {
  expect(() => readConfig(env)).toThrow(ConfigError);
  expect(() => readConfig(env)).toThrow(message);
});

it('keeps the data of each platform where it belongs, and takes what the environment says', () => {
  expect(readConfig({ XDG_DATA_HOME: '/data' }).dataDir).toBe('/data/codev-hq/hq');
  expect(
    readConfig({
      CODEV_HQ_DATA_DIR: '/elsewhere',
      CODEV_HQ_HUMAN_GATES: 'sign_off, legal',
      CODEV_HQ_STRANDED_DAYS: '3',
    }),
  ).toMatchObject({
    dataDir: '/elsewhere',
    humanGates: ['sign_off', 'legal'],
    strandedMs: 3 * 24 * 3_600_000,
  });
  expect(readConfig({}).strandedMs).toBe(14 * 24 * 3_600_000);
});

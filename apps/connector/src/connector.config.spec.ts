import { hostname } from 'node:os';
import { delimiter } from 'node:path';
import { readConfig } from './connector.config.js';

const URL_ = { CODEV_HQ_URL: 'ws://127.0.0.1:4300/ws' };

function config(env: NodeJS.ProcessEnv, paths: string[] = []) {
  const read = readConfig({ ...URL_, ...env }, paths);
  if (!read.ok) throw new Error(read.error);
  return read.config;
}

describe('the configuration', () => {
  test('has defaults for all but the URL', () => {
    expect(config({ XDG_DATA_HOME: '/data', LOCALAPPDATA: '/data' })).toMatchObject({
      hqUrl: 'ws://127.0.0.1:4300/ws',
      apiKey: undefined,
      instanceName: hostname(),
      logLevel: 'info',
      push: false,
      paths: [],
      discover: true,
      dataDir: expect.stringMatching(/codev-hq.connector$/),
    });
  });

  test('has Tower next door, porch in good time, and lets HQ pass words on and nothing else', () => {
    expect(config({}).agentFarm).toEqual({
      farms: [
        {
          dir: expect.stringMatching(/\.agent-farm$/),
          towerUrl: 'http://127.0.0.1:4100',
          towerKey: undefined,
        },
      ],
      commands: ['send_message'],
      terminals: false,
      porchLimitMs: 900_000,
    });
  });

  test('takes what is set for agent farm', () => {
    const env = {
      CODEV_CONNECTOR_COMMANDS: 'spawn_builder, run_consultation',
      CODEV_CONNECTOR_TERMINALS: '1',
      CODEV_PORCH_LIMIT_MINUTES: '0.5',
      CODEV_AGENT_FARM_DIR: '/farm',
      CODEV_TOWER_URL: 'http://localhost:4200/',
      CODEV_TOWER_KEY: 'key',
    };
    expect(config(env).agentFarm).toEqual({
      farms: [{ dir: '/farm', towerUrl: 'http://localhost:4200', towerKey: 'key' }],
      commands: ['spawn_builder', 'run_consultation'],
      terminals: true,
      porchLimitMs: 30_000,
    });
    expect(config({ CODEV_CONNECTOR_COMMANDS: 'none' }).agentFarm.commands).toEqual([]);
  });

  test('takes what is set', () => {
    const env = {
      CODEV_HQ_API_KEY: ' key ',
      CODEV_HQ_INSTANCE_NAME: 'laptop',
      CODEV_CONNECTOR_DATA_DIR: '/data',
      LOG_LEVEL: 'DEBUG',
      CODEV_PUSH: '1',
    };
    expect(config(env, ['a', 'b'])).toMatchObject({
      apiKey: 'key',
      instanceName: 'laptop',
      dataDir: '/data',
      logLevel: 'debug',
      push: true,
      paths: ['a', 'b'],
      discover: false,
    });
    expect(config({ ...env, CODEV_CONNECTOR_DISCOVER: '1' }, ['a'])).toMatchObject({ discover: true });
    expect(config({ CODEV_CONNECTOR_DISCOVER: '0' })).toMatchObject({ discover: false });
  });

  test('takes several agent farms, each with its Tower', () => {
    const env = {
      CODEV_AGENT_FARM_DIR: ['/one', '/two'].join(delimiter),
      CODEV_TOWER_URL: 'http://127.0.0.1:4100, http://127.0.0.1:4500',
      CODEV_TOWER_KEY: ',second',
    };
    expect(config(env).agentFarm.farms).toEqual([
      { dir: '/one', towerUrl: 'http://127.0.0.1:4100', towerKey: undefined },
      { dir: '/two', towerUrl: 'http://127.0.0.1:4500', towerKey: 'second' },
    ]);
  });

  test.each([
    ['http://127.0.0.1:4300', 'ws://127.0.0.1:4300/ws'],
    ['https://hq.example.org/', 'wss://hq.example.org/ws'],
    ['https://hq.example.org/codev/ws', 'wss://hq.example.org/codev/ws'],
    ['ws://localhost:4300', 'ws://localhost:4300/ws'],
  ])('understands %s', (given, url) => expect(config({ CODEV_HQ_URL: given }).hqUrl).toBe(url));

  test.each<[string, NodeJS.ProcessEnv, RegExp]>([
    ['no URL', { CODEV_HQ_URL: '' }, /CODEV_HQ_URL is not set/],
    ['no URL at all', { CODEV_HQ_URL: undefined }, /CODEV_HQ_URL is not set/],
    ['a URL that is none', { CODEV_HQ_URL: 'localhost' }, /not a WebSocket URL/],
    ['a URL of another kind', { CODEV_HQ_URL: 'ftp://x/' }, /not a WebSocket URL/],
    ['a key in the URL', { CODEV_HQ_URL: 'ws://x/ws?key=secret' }, /CODEV_HQ_API_KEY/],
    ['a user in the URL', { CODEV_HQ_URL: 'ws://user:secret@x/ws' }, /CODEV_HQ_API_KEY/],
    ['a key with line breaks', { CODEV_HQ_API_KEY: 'a\nb' }, /CODEV_HQ_API_KEY/],
    ['an unknown way to push', { CODEV_PUSH: 'yes' }, /CODEV_PUSH "yes".*1/],
    ['an unknown command', { CODEV_CONNECTOR_COMMANDS: 'send_message,rm' }, /"rm".*spawn_builder, or none/],
    ['an unknown way to show terminals', { CODEV_CONNECTOR_TERMINALS: 'yes' }, /TERMINALS "yes".*1/],
    ['no time for porch', { CODEV_PORCH_LIMIT_MINUTES: '0' }, /CODEV_PORCH_LIMIT_MINUTES/],
    ['a Tower that is nowhere', { CODEV_TOWER_URL: 'localhost:4100' }, /CODEV_TOWER_URL/],
    [
      'a farm without a Tower',
      { CODEV_AGENT_FARM_DIR: ['/a', '/b'].join(delimiter) },
      /names 2 and CODEV_TOWER_URL 1/,
    ],
    ['an unknown way to discover', { CODEV_CONNECTOR_DISCOVER: 'yes' }, /DISCOVER "yes".*0/],
    ['an unknown log level', { LOG_LEVEL: 'loud' }, /LOG_LEVEL "loud".*trace/],
  ])('is refused with one line that says what to do: %s', (_, env, line) => {
    const read = readConfig({ ...URL_, ...env }, []);
    expect(read).toEqual({ ok: false, error: expect.stringMatching(line) });
    expect(JSON.stringify(read)).not.toMatch(/secret|\\n/);
  });
});

import { delimiter } from 'node:path';
import { programEnvironment } from './program-environment.js';

describe('the environment of Codev’s programs', () => {
  test.each([
    ...['VITEST', 'VITEST_WORKER_ID', 'vitest', 'JEST_WORKER_ID', 'CI', 'NODE_ENV'],
    ...['GIT_DIR', 'GIT_INDEX_FILE', 'GIT_AUTHOR_NAME', 'EDITOR', 'npm_config_prefix'],
    ...['CODEV_HQ_API_KEY', 'CODEV_TOWER_KEY', 'CODEV_CONNECTOR_DATA_DIR'],
  ])('has no %s', (name) => {
    expect(programEnvironment({ [name]: 'x' }, {})).not.toHaveProperty(name);
  });

  test('is the machine’s otherwise, asks nobody, and takes what is given', () => {
    const env = programEnvironment(
      { PATH: '/bin', GH_TOKEN: 'gh', HOME: undefined },
      { GIT_AUTHOR_NAME: 'Ada' },
    );
    expect(env).toMatchObject({
      PATH: '/bin',
      GH_TOKEN: 'gh',
      GIT_TERMINAL_PROMPT: '0',
      GIT_AUTHOR_NAME: 'Ada',
    });
    expect(env).not.toHaveProperty('HOME');
  });

  test('names one agent farm, or none: several are this connector’s own way of writing them', () => {
    const farm = (dir: string) =>
      programEnvironment({ CODEV_AGENT_FARM_DIR: dir }, {})['CODEV_AGENT_FARM_DIR'];
    expect(farm('/one')).toBe('/one');
    expect(farm(['/one', '/two'].join(delimiter))).toBeUndefined();
  });
});

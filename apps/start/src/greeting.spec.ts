import { greeting, type Situation } from './greeting.ts';

const situation = (overrides: Partial<Situation> = {}): Situation => ({
  connected: {
    instance_name: 'laptop',
    online: true,
    projects: [{ path: '/code/shop', name: 'shop' }],
    status_files: [{}, {}],
  },
  waiting: [{ project_id: '0068', title: 'Pause', gate: 'specify_to_plan.human_approval' }],
  person: { name: 'Ada', email: 'ada@example.org', unknown: [] },
  link: 'http://127.0.0.1:4300/sign-in#token',
  demo: undefined,
  logs: '/logs',
  ...overrides,
});

describe('the greeting', () => {
  test('says what is connected, what waits, the way in and how to stop', () => {
    expect(greeting(situation())).toEqual([
      '✓ connected: laptop with shop (2 status files)',
      '',
      '1 gate waits for you:',
      '  0068  Pause  (specify_to_plan.human_approval)',
      '',
      'You sign in as Ada <ada@example.org> (from git).',
      'Sign in with this link. It works once, for 15 minutes:',
      'http://127.0.0.1:4300/sign-in#token',
      '',
      'Logs are in /logs. Ctrl-C stops everything.',
      '',
    ]);
  });

  test('a demo that is played through says how to begin again', () => {
    expect(greeting(situation({ waiting: [], demo: '/demo/tidewater' }))).toContain(
      'No gate waits for you. The demo is played through; delete /demo/tidewater and start again for a new one.',
    );
  });

  test('a long list is cut short', () => {
    const [one] = situation().waiting;
    const lines = greeting(situation({ waiting: Array.from({ length: 20 }, () => one!) }));
    expect(lines).toContain('20 gates wait for you:');
    expect(lines).toContain('  and 12 more');
  });
});

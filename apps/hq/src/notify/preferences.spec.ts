import type { NotificationPreferences, ProblemDetails } from '@codev-hq/protocol';
import { onEachEngine } from '../../testing/engines.js';
import { RunningHq } from '../../testing/running-hq.js';

const PREFERENCES = '/api/notifications/preferences';

let hq: RunningHq;

onEachEngine((fresh) => {
  beforeEach(async () => {
    hq = await RunningHq.start(await fresh());
  });

  afterEach(() => hq.stop());

  it('each person says what they want to be told of, and when; until then it is everything', async () => {
    const ada = await hq.signIn('Ada', 'ada@example.org');
    const grace = await hq.signIn('Grace', 'grace@example.org');
    const get = async (cookie: string) =>
      (await (await hq.call('GET', PREFERENCES, { cookie })).json()) as NotificationPreferences;
    const unlessSaid = await get(ada);
    expect(Object.values(unlessSaid.kinds)).toEqual([true, true, true, true, true]);
    const mine = {
      kinds: { ...unlessSaid.kinds, builder_stuck: false },
      quiet_hours: { start: '22:00', end: '07:30', zone: 'Europe/Berlin' },
      projects: { mode: 'except', projects: [{ instance_id: 'm', project_path: '/code/shop' }] },
    };
    const put = await hq.call('PUT', PREFERENCES, { cookie: ada, body: mine });
    expect(await put.json()).toEqual(mine);
    expect(await get(ada)).toEqual(mine);
    expect(await get(grace)).toEqual(unlessSaid);
  });

  it('what is no time or no zone is refused in words', async () => {
    const ada = await hq.signIn('Ada', 'ada@example.org');
    const said = await hq.call('GET', PREFERENCES, { cookie: ada });
    const unlessSaid = (await said.json()) as NotificationPreferences;
    for (const [quiet_hours, why] of [
      [{ start: '24:00', end: '07:00', zone: 'UTC' }, /no time such as 22:30/],
      [{ start: '22:00', end: '07:00', zone: 'Mars/Olympus' }, /no time zone such as/],
      [{ start: '07:00', end: '07:00', zone: 'UTC' }, /start and end are the same/],
    ] as const) {
      const body = { ...unlessSaid, quiet_hours };
      const response = await hq.call('PUT', PREFERENCES, { cookie: ada, body });
      expect(response.status).toBe(400);
      expect(((await response.json()) as ProblemDetails).error).toMatch(why);
    }
  });
});

import type { Decision, PeopleList, ProblemDetails, Reminders } from '@codev-hq/protocol';
import { onEachEngine } from '../../testing/engines.js';
import { APPROVE, statusFile } from '../../testing/fake-machine.js';
import { NotifiedHq } from '../../testing/notified-hq.js';
import { PushBrowser } from '../../../../libs/protocol/testing/push-browser.js';
import { AuditRepository } from '../persistence/audit.repository.js';
import { UNLESS_SAID } from './preferences.js';

const MINUTE = 60_000;
const GATE = 'shop: Specify → Plan';

let notified: NotifiedHq;
let ada: string;
let grace: string;
let graceId: string;

afterEach(() => notified.stop());

onEachEngine((fresh) => {
  beforeEach(async () => {
    notified = await NotifiedHq.start(await fresh());
    ada = await notified.person('Ada');
    grace = await notified.person('Grace');
    const { people } = (await notified.call('GET', '/api/people', ada)) as PeopleList;
    graceId = people.find(({ name }) => name === 'Grace')!.person_id;
  });

  const remove = () => notified.call('DELETE', `/api/people/${graceId}`, ada);
  const escalating = () => ({
    escalate_after_minutes: 30,
    escalate_to: { kind: 'person', person_id: graceId },
  });

  it('whoever was removed is told nothing more, on no device, also of what was held or under way', async () => {
    const phone = await notified.signedIn('Grace');
    const browser = new PushBrowser(`${notified.service.url}/phone`);
    await notified.call('POST', '/api/notifications/devices', phone, browser.subscription);
    notified.service.answerAlways(500);
    await notified.file();
    await notified.tell();
    const asked = notified.service.received.length;
    expect(asked).toBe(3);
    const zone = 'UTC';
    const now = new Date(notified.now).toISOString().slice(11, 16);
    const end = new Date(notified.now + 60 * MINUTE).toISOString().slice(11, 16);
    const quiet_hours = { start: now, end, zone };
    await notified.call('PUT', '/api/notifications/preferences', grace, { ...UNLESS_SAID, quiet_hours });
    await notified.file(statusFile({ id: '0069' }), { status_file: 'codev/status/0069-y.md' });
    await notified.tell();
    await remove();
    notified.service.answerAlways(200);
    await notified.after(2 * 60 * MINUTE);
    const later = notified.service.received.slice(asked).map(({ path }) => path);
    expect(later.filter((path) => path !== '/Ada')).toEqual([]);
    // Whoever is brought back starts without devices.
    await notified.signedIn('Grace');
    await notified.file(statusFile({ id: '0070' }), { status_file: 'codev/status/0070-z.md' });
    await notified.tell();
    expect(notified.service.received.slice(asked).filter(({ path }) => path !== '/Ada')).toEqual([]);
  });

  it('cannot be chosen to escalate to, and the answer says why', async () => {
    await remove();
    const { choices } = (await notified.call('GET', '/api/reminders', ada)) as Reminders;
    expect(choices.people.map(({ name }) => name)).toEqual(['Ada']);
    const body = escalating();
    const refused = await notified.hq.call('PUT', '/api/reminders', { cookie: ada, body });
    expect(refused.status).toBe(404);
    expect(((await refused.json()) as ProblemDetails).error).toBe(
      'Grace was removed and is not told any more. Choose somebody else to escalate to.',
    );
  });

  it('a rule that names them says so, and goes to the administrators, which the audit log tells', async () => {
    await notified.call('PUT', '/api/reminders', ada, escalating());
    await notified.file();
    await notified.tell();
    await remove();
    const { unreachable } = (await notified.call('GET', '/api/reminders', ada)) as Reminders;
    expect(unreachable).toEqual([{ id: graceId, name: 'Grace', why: 'removed' }]);
    await notified.after(31 * MINUTE);
    await notified.after(31 * MINUTE);
    expect(notified.titles('Ada').at(-1)).toBe(
      `${GATE} has waited 30 minutes: please see that somebody decides`,
    );
    expect(notified.titles('Grace')).toEqual([`${GATE} waits`]);
    const told = (await notified.hq.app.get(AuditRepository).page(0, 1000)).filter(
      ({ event }) => event === 'escalation-redirected',
    );
    expect(told).toHaveLength(1);
    expect(JSON.parse(told[0]!.details)).toMatchObject({
      meant_for: `person:${graceId}`,
      name: 'Grace',
      why: 'removed',
      to: 'admins',
    });
  });

  it('a decision of theirs that fails is the administrators’ business', async () => {
    await notified.file();
    await notified.tell();
    await notified.call('POST', '/api/approve', grace, APPROVE);
    const { id } = await notified.machine.next(({ type }) => type === 'approval');
    await remove();
    notified.machine.respond(id, { success: false, code: 'GIT_FAILED', error: 'hook failed' });
    while (((await notified.call('GET', `/api/decisions/${id}`, ada)) as Decision).state !== 'refused')
      await new Promise((resolve) => setImmediate(resolve));
    await notified.tell();
    expect(notified.titles('Ada').at(-1)).toMatch(/^Grace’s approval of .* was not carried out$/);
    expect(notified.titles('Grace')).toHaveLength(1);
  });
});

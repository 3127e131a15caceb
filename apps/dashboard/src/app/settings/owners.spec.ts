import type { KeyView, Reminders, Webhook } from '@codev-hq/protocol';
import { anInstance, aSession, aSnapshot } from '../../../testing/factories';
import { FakeHq, json, problem } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';

const AT = '2026-11-22T10:00:00.000Z';

function aKey(overrides: Partial<KeyView> = {}): KeyView {
  return { key_id: 'k1', name: 'laptop', scopes: ['connector'], fixed: false, instances: [], ...overrides };
}

function aWebhook(overrides: Partial<Webhook> = {}): Webhook {
  return {
    webhook_id: 'w1',
    name: 'the wall',
    address: 'https://example.org/…',
    format: 'json',
    kinds: ['gate_waiting'],
    projects: { mode: 'all', projects: [] },
    has_token: false,
    language: 'en',
    enabled: true,
    created_at: AT,
    ...overrides,
  };
}

const reminders = (rules: Reminders['rules']): Reminders => ({
  rules,
  choices: { people: [], webhooks: [] },
  unreachable: [],
});

describe('the settings of an HQ', () => {
  let hq: FakeHq;

  beforeEach(() => {
    hq = new FakeHq().install().on('GET /api/session', () => json(aSession('admin')));
  });

  const open = async (section: string) => {
    const page = await Page.open(`/settings/${section}`);
    hq.stream.opens();
    hq.stream.emits('snapshot', aSnapshot({ instances: [anInstance()] }));
    await page.settles();
    return page;
  };
  const wrong = (page: Page) =>
    [...page.root.querySelectorAll('.error, .wrong')].map(({ textContent }) => textContent.trim());
  const choose = async (page: Page, words: string) => {
    const label = [...page.root.querySelectorAll('label')].find(({ textContent }) =>
      textContent.includes(words),
    );
    label?.querySelector('input')?.click();
    await page.settles();
  };

  it('tell a person who does not run it so', async () => {
    const refusal = 'This credential may not do that: it lacks "admin".';
    hq.on('GET /api/people', () => problem(403, 'FORBIDDEN', refusal));
    hq.on('GET /api/session', () => json(aSession('approver')));
    const page = await open('people');
    expect(page.text).toContain('Only the owner of this HQ can see this. You are signed in as Ada Lovelace.');
    expect(page.text).not.toContain('lacks');
    expect(page.root.querySelector('hq-not-loaded a')?.getAttribute('href')).toBe('/settings');
  });

  it('tell the owner what HQ says', async () => {
    hq.on('GET /api/people', () => problem(403, 'FORBIDDEN', 'A page of another origin asks.'));
    expect((await open('people')).text).toContain('A page of another origin asks.');
  });

  describe('a key', () => {
    beforeEach(() => {
      hq.on('GET /api/keys', () => json({ keys: [aKey()] }));
    });

    it('needs a name and something that it may do', async () => {
      const page = await open('keys');
      await page.press('New key');
      await choose(page, 'A script');
      await choose(page, 'Sees what the dashboard shows.');
      await page.press('Make the key');
      expect(wrong(page)).toEqual([
        'Name it after its machine or script.',
        'Choose at least one thing that it may do.',
      ]);
      expect(hq.sent('POST /api/keys')).toEqual([]);
    });

    it('of a connector can never decide, whatever was chosen for a script before', async () => {
      hq.on('POST /api/keys', () => json({ ...aKey({ name: 'tower' }), key: 'chq_secret' }));
      const page = await open('keys');
      await page.press('New key');
      await page.fills('Name', 'tower');
      await choose(page, 'A script');
      await choose(page, 'Opens gates and requests changes.');
      await choose(page, 'A machine’s connector');
      await page.press('Make the key');
      expect(hq.sent('POST /api/keys')[0]?.body).toEqual({ name: 'tower', scopes: ['connector'] });
      expect(page.text).toContain('chq_secret');
      await page.press('I have copied it');
      expect(page.text).not.toContain('chq_secret');
    });

    it('is not made when HQ refuses, and what was written stays', async () => {
      hq.on('POST /api/keys', () => problem(400, 'INVALID_MESSAGE', 'There are too many keys.'));
      const page = await open('keys');
      await page.press('New key');
      await page.fills('Name', 'tower');
      await page.press('Make the key');
      expect(page.root.querySelector('[role=alert]')?.textContent).toContain('There are too many keys.');
      expect(page.root.querySelector<HTMLInputElement>('dialog input')?.value).toBe('tower');
    });

    it('is revoked after a question only, which says what becomes of its machines', async () => {
      hq.on('GET /api/keys', () =>
        json({ keys: [aKey({ instances: [{ instance_id: 'i1', instance_name: 'laptop' }] })] }),
      );
      hq.on('DELETE /api/keys/k1', () => json({}));
      const page = await open('keys');
      await page.press('Revoke…');
      expect(page.text).toContain('“laptop” is cut off within a second and never works again.');
      expect(page.text).toContain('Its machines stay its own');
      await page.press('Cancel');
      expect(hq.sent('DELETE /api/keys/k1')).toEqual([]);
      await page.press('Revoke…');
      await page.press('Revoke');
      expect(hq.sent('DELETE /api/keys/k1')).toHaveLength(1);
    });

    it('that is set where HQ runs, or is revoked, offers neither', async () => {
      hq.on('GET /api/keys', () =>
        json({ keys: [aKey({ fixed: true }), aKey({ key_id: 'k2', revoked_at: AT })] }),
      );
      const page = await open('keys');
      expect(page.button('Revoke…')).toBeNull();
      expect(page.button('New secret…')).toBeNull();
    });
  });

  describe('a webhook', () => {
    beforeEach(() => {
      hq.on('GET /api/webhooks', () => json([aWebhook()]));
    });

    it('is refused at the address when HQ refuses the address', async () => {
      hq.on('POST /api/webhooks', () => problem(400, 'INVALID_MESSAGE', 'HQ does not send there.'));
      const page = await open('webhooks');
      await page.press('New webhook');
      await page.fills('Name', 'the lamp');
      await page.fills('Address', 'https://example.org/hook');
      await page.press('Save');
      expect(wrong(page)).toEqual(['HQ does not send there.']);
      expect(document.activeElement?.getAttribute('type')).toBe('url');
    });

    it('keeps its secret address when it is changed without one', async () => {
      hq.on('PATCH /api/webhooks/w1', () => json(aWebhook({ name: 'the door' })));
      const page = await open('webhooks');
      await page.press('Change…');
      expect(page.text).toContain('Now https://example.org/…. Leave this empty to keep it.');
      await page.fills('Name', 'the door');
      await page.press('Save');
      expect(hq.sent('PATCH /api/webhooks/w1')[0]?.body).toEqual({
        name: 'the door',
        kinds: ['gate_waiting'],
        projects: { mode: 'all', projects: [] },
        language: 'en',
      });
    });

    it('is told in the language that is chosen for it', async () => {
      hq.on('PATCH /api/webhooks/w1', () => json(aWebhook({ language: 'de' })));
      const page = await open('webhooks');
      await page.press('Change…');
      const german = [...page.root.querySelectorAll('hq-webhook-form label')].find(
        ({ textContent }) => textContent.trim() === 'Deutsch',
      );
      german?.querySelector('input')?.click();
      await page.settles();
      await page.press('Save');
      expect(hq.sent('PATCH /api/webhooks/w1')[0]?.body).toMatchObject({ language: 'de' });
    });

    it('says what a test came to, in the receiver’s words too', async () => {
      hq.on('POST /api/webhooks/w1/test', () =>
        json({
          at: AT,
          delivered: false,
          took_ms: 12,
          status: 500,
          error: 'It answered 500.',
          answer: 'not today',
        }),
      );
      const page = await open('webhooks');
      await page.press('Test');
      expect(page.text).toContain('It answered 500.');
      expect(page.text).toContain('not today');
    });

    it('goes after a question only', async () => {
      hq.on('DELETE /api/webhooks/w1', () => json({}));
      const page = await open('webhooks');
      await page.press('Remove…');
      await page.press('Cancel');
      expect(hq.sent('DELETE /api/webhooks/w1')).toEqual([]);
      await page.press('Remove…');
      await page.press('Remove');
      expect(hq.sent('DELETE /api/webhooks/w1')).toHaveLength(1);
    });
  });

  describe('a reminder', () => {
    it('is given in whole minutes, and nobody else hears of it before those reminded', async () => {
      hq.on('GET /api/reminders', () =>
        json(
          reminders([
            { remind_after_minutes: 60, escalate_after_minutes: 120, escalate_to: { kind: 'admins' } },
          ]),
        ),
      );
      hq.on('PUT /api/reminders', () => json(reminders([{}])));
      const page = await open('reminders');
      await page.press('Change');
      await page.fills('Remind after', 'soon');
      expect(wrong(page)).toEqual(['Give whole minutes from 1 to 43200, which is thirty days.']);
      await page.fills('Remind after', '180');
      await page.press('Save');
      expect(wrong(page)).toEqual(['Choose more than the 180 minutes of the reminder.']);
      expect(hq.sent('PUT /api/reminders')).toEqual([]);
      await page.fills('after', '240');
      await page.press('Save');
      expect(hq.sent('PUT /api/reminders')[0]?.body).toEqual({
        remind_after_minutes: 180,
        escalate_after_minutes: 240,
        escalate_to: { kind: 'admins' },
      });
    });
  });

  describe('the audit log', () => {
    const row = (seq: number, actor: string, event: string, details = {}) => ({
      ...{ seq, at: AT, actor, event, details, previous_hash: 'a'.repeat(64), hash: 'b'.repeat(64) },
    });
    const PAGE = '/api/audit?format=json&limit=50';

    beforeEach(() => {
      const entries = [
        row(3, 'person:p1 by key:k1', 'decision-decided', { approver: 'Grace Hopper' }),
        row(2, 'instance:i1', 'decision-applied', { kind: 'request_changes' }),
        row(1, 'person:gone', 'signed-in', { device: 'Safari on iPhone' }),
      ];
      const names = { 'person:p1': 'Grace Hopper', 'key:k1': 'nightly' };
      hq.on(`GET ${PAGE}`, () => json({ entries, names, next: '1' }));
    });
    const actors = (page: Page) =>
      [...page.root.querySelectorAll('td.who')].map(({ textContent }) => textContent.trim());

    it('names who did it, also through whose key, and keeps an id that nobody goes by any more', async () => {
      const page = await open('audit');
      expect(actors(page)).toEqual(['Grace Hopper through nightly', 'laptop', 'person:gone']);
      expect(page.root.querySelector('td.details summary')?.textContent).toBe('Grace Hopper');
    });

    it('says which decision a row tells of, where the row knows', async () => {
      const page = await open('audit');
      const said = [...page.root.querySelectorAll('td.what')].map(({ textContent }) => textContent.trim());
      expect(said).toEqual(['Decision recorded', 'Request for changes applied', 'Signed in']);
    });

    it('is read page by page, and by what happened', async () => {
      hq.on(`GET ${PAGE}&cursor=1`, () => json({ entries: [row(0, 'hq', 'started')], names: {} }));
      hq.on(`GET ${PAGE}&event=signed-in`, () => json({ entries: [], names: {} }));
      const page = await open('audit');
      await page.press('Older');
      expect(actors(page)).toEqual(['HQ']);
      expect(page.button('Older')?.disabled).toBe(true);
      await page.press('Newer');
      await page.press('Signed in');
      expect(page.text).toContain('Nothing of that kind is in the log.');
      await page.press('Show all');
      expect(actors(page)).toHaveLength(3);
    });

    it.each([
      [{ ok: true, rows: 3 }, 'All 3 rows are intact.'],
      [
        { ok: false, rows: 3, seq: 2, problem: 'It was changed.' },
        'The log is not intact, first at row 2. It was changed.',
      ],
    ])('is verified when it is asked for: %#', async (verdict, words) => {
      hq.on('GET /api/audit/verify', () => json({ verified_at: AT, took_ms: 4, ...verdict }));
      const page = await open('audit');
      await page.press('Verify');
      expect(page.text).toContain(words);
    });

    it('says why it could not be verified', async () => {
      hq.on('GET /api/audit/verify', () => 'lost');
      const page = await open('audit');
      await page.press('Verify');
      expect(page.text).toContain('HQ cannot be reached.');
      expect(page.button('Verify')?.disabled).toBe(false);
    });
  });

  it('list the people, with their part here and how to let in another', async () => {
    const person = { name: 'Ada', role: 'admin', created_at: AT, sessions: 1, me: false };
    const people = [
      { ...person, person_id: 'p1', me: true, email: 'ada@example.org', last_seen_at: AT },
      { ...person, person_id: 'p2', name: 'Grace', role: 'approver' },
      { ...person, person_id: 'p3', name: 'Linus', role: 'viewer', removed_at: AT },
    ];
    hq.on('GET /api/people', () => json({ people }));
    const page = await open('people');
    const rows = [...page.root.querySelectorAll('.sheet > li')].map((row) =>
      [...row.querySelectorAll('.name, .facts li')].map(({ textContent }) => textContent.trim()),
    );
    expect(rows).toEqual([
      [
        expect.stringMatching(/^Ada\s+you$/),
        'runs this HQ',
        'ada@example.org',
        expect.stringMatching(/^seen /),
      ],
      ['Grace', 'may approve', 'never signed in'],
      [expect.stringMatching(/^Linus\s+removed$/), 'may look', 'never signed in'],
    ]);
    expect(page.text).toContain('node dist/apps/hq/main.js link --name "Your Name" --email you@example.org');
  });
});

import type { SessionSummary } from '@codev-hq/protocol';
import { aSession, aSnapshot } from '../../../testing/factories';
import { FakeHq, json, later, problem } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';

const AT = '2026-11-22T10:00:00.000Z';

function aSessionRow(overrides: Partial<SessionSummary> = {}): SessionSummary {
  return {
    session_id: 's1',
    current: false,
    device: { words: 'Safari on iPhone', kind: 'phone', browser: 'Safari', system: 'iPhone' },
    created_at: AT,
    last_seen_at: AT,
    expires_at: AT,
    ...overrides,
  };
}

describe('my own settings', () => {
  let hq: FakeHq;

  beforeEach(() => {
    hq = new FakeHq().install().on('GET /api/session', () => json(aSession()));
  });

  const open = async (section: string) => {
    const page = await Page.open(`/settings/${section}`);
    hq.stream.opens();
    hq.stream.emits('snapshot', aSnapshot());
    await page.settles();
    return page;
  };

  describe('my name', () => {
    it('is judged when I leave it, and nothing wrong is sent', async () => {
      const page = await open('profile');
      await page.fills('Name', '<Ada>');
      expect(page.text).toContain('A name in a commit cannot hold < or >.');
      await page.press('Save');
      expect(hq.sent('PATCH /api/session')).toEqual([]);
      expect(document.activeElement?.getAttribute('aria-invalid')).toBe('true');
    });

    it('is saved once, however often it is sent', async () => {
      const { answer, arrive } = later();
      hq.on('PATCH /api/session', () => answer);
      const page = await open('profile');
      await page.fills('Name', '  Ada King ');
      page.button('Save')?.click();
      page.button('Save')?.click();
      await page.settles();
      arrive(json(aSession()));
      await page.settles();
      expect(hq.sent('PATCH /api/session').map(({ body }) => body)).toEqual([{ name: 'Ada King' }]);
    });

    it('is called wrong in HQ’s words, at the field, until it is changed', async () => {
      hq.on('PATCH /api/session', () => problem(400, 'INVALID_MESSAGE', 'Somebody is called that.'));
      const page = await open('profile');
      await page.fills('Name', 'Grace');
      await page.press('Save');
      expect(page.root.querySelector('.error')?.textContent).toContain('Somebody is called that.');
      await page.fills('Name', 'Ada');
      expect(page.root.querySelector('.error')).toBeNull();
    });

    it('stays in the field when HQ cannot be reached, with what to do', async () => {
      hq.on('PATCH /api/session', () => 'lost');
      const page = await open('profile');
      await page.fills('Name', 'Ada King');
      await page.press('Save');
      expect(page.root.querySelector('[role=alert]')?.textContent).toContain('HQ cannot be reached.');
      expect(page.root.querySelector('input')?.value).toBe('Ada King');
    });
  });

  describe('my sessions', () => {
    it('end only after a question that names the device', async () => {
      hq.on('GET /api/sessions', () => json({ sessions: [aSessionRow()] }));
      hq.on('DELETE /api/sessions/s1', () => json({}));
      const page = await open('sessions');
      await page.press('End');
      expect(page.text).toContain('Safari on iPhone is signed out at once');
      await page.press('Cancel');
      expect(hq.sent('DELETE /api/sessions/s1')).toEqual([]);
      await page.press('End');
      hq.on('GET /api/sessions', () => json({ sessions: [] }));
      await page.press('End session');
      expect(hq.sent('DELETE /api/sessions/s1')).toHaveLength(1);
      expect(page.text).not.toContain('Safari on iPhone');
    });

    it('lead to the sign-in when the one in use ends', async () => {
      hq.on('GET /api/sessions', () => json({ sessions: [aSessionRow({ current: true })] }));
      hq.on('DELETE /api/sessions/s1', () => json({}));
      const page = await open('sessions');
      await page.press('End');
      expect(page.text).toContain('This is the browser you are using: you are signed out here.');
      await page.press('End session');
      expect(page.address).toBe('/sign-in');
    });

    it('begin with the one in use', async () => {
      const device = { words: 'curl', kind: 'program', program: 'curl' } as const;
      const here = aSessionRow({ session_id: 's2', current: true, device });
      hq.on('GET /api/sessions', () => json({ sessions: [aSessionRow(), here] }));
      const page = await open('sessions');
      const names = [...page.root.querySelectorAll('.sheet .name')].map(({ textContent }) =>
        textContent.trim(),
      );
      expect(names).toEqual([expect.stringContaining('curl'), 'Safari on iPhone']);
    });

    it('say why one did not end', async () => {
      hq.on('GET /api/sessions', () => json({ sessions: [aSessionRow()] }));
      hq.on('DELETE /api/sessions/s1', () => problem(404, 'NOT_FOUND', 'It has ended already.'));
      const page = await open('sessions');
      await page.press('End');
      await page.press('End session');
      expect(page.root.querySelector('[role=alert]')?.textContent).toContain('It has ended already.');
    });
  });

  describe('my phone', () => {
    const offered = {
      handover_id: 'h1',
      url: 'https://hq.example.org/sign-in#secret',
      expires_at: '2999-01-01T00:00:00.000Z',
      public_url: 'https://hq.example.org',
      loopback: false,
      secure: true,
    };

    it('is warned of an address that it cannot reach', async () => {
      hq.on('POST /api/session/handover', () => json({ ...offered, loopback: true }));
      const page = await open('phone');
      await page.press('Show the code');
      expect(page.text).toContain('A phone cannot reach this HQ yet.');
    });

    it('is warned of an address that others can read, and of a code that has had its time', async () => {
      hq.on('POST /api/session/handover', () =>
        json({ ...offered, expires_at: AT, public_url: 'http://hq.example.org', secure: false }),
      );
      const page = await open('phone');
      await page.press('Show the code');
      expect(page.text).toContain('http://hq.example.org is not https');
      expect(page.text).toContain('The code was not used in time.');
      expect(page.button('Show a new code')).not.toBeNull();
    });

    it('leaves no code that works behind when the page is left', async () => {
      hq.on('POST /api/session/handover', () => json(offered));
      hq.on('DELETE /api/session/handover/h1', () => json({}));
      const page = await open('phone');
      await page.press('Show the code');
      page.root.querySelector<HTMLAnchorElement>('a[href="/settings/profile"]')?.click();
      await page.settles();
      expect(hq.sent('DELETE /api/session/handover/h1')).toHaveLength(1);
    });

    it('gets no code when HQ refuses to make one', async () => {
      hq.on('POST /api/session/handover', () => problem(429, 'RATE_LIMITED', 'Wait a minute.'));
      const page = await open('phone');
      await page.press('Show the code');
      expect(page.root.querySelector('[role=alert]')?.textContent).toContain('Wait a minute.');
      expect(page.button('Show the code')).not.toBeNull();
    });
  });
});

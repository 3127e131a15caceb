import { PAGE_SECRET_HEADER } from '@codev-hq/protocol';
import { aSession, aSignIn, aSnapshot } from '../../../testing/factories';
import { FakeHq, json, problem } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';
import { commentDraft, keepCommentDraft } from '../hq-client/comment-drafts';
import { forgetPageSecret, keepPageSecret, pageSecret } from '../hq-client/page-secret';
import { DeviceDatabase } from '../hq-client/device-database';

const SIGNED_OUT = () => problem(401, 'AUTH_FAILED', 'Sign in.');

describe('signing in', () => {
  let hq: FakeHq;
  beforeEach(() => {
    forgetPageSecret();
    hq = new FakeHq().install().on('GET /api/session', SIGNED_OUT);
  });

  it('trades the link’s token for a session, takes it out of the address, and enters', async () => {
    hq.on('POST /api/session', () => {
      hq.on('GET /api/session', () => json(aSession()));
      return json(aSignIn());
    });
    const page = await Page.open('/sign-in#token-1');
    expect(hq.sent('POST /api/session')[0]?.body).toEqual({ token: 'token-1' });
    expect(location.hash).toBe('');
    expect(page.heading).toBe('Inbox');
  });

  const enters = async () => {
    hq.on('POST /api/session', () => {
      hq.on('GET /api/session', () => json(aSession()));
      return json(aSignIn());
    });
    return Page.open('/sign-in#token-1');
  };

  it('keeps the page’s secret for what is sent later, and forgets it and all drafts on signing out', async () => {
    const page = await enters();
    expect(pageSecret()).toBe('page-1');
    keepCommentDraft('g1', 'Half a thought');
    hq.on('DELETE /api/session', () => ({ status: 204, body: '' }));
    await page.press('AL, account of Ada Lovelace');
    await page.press('Sign out');
    expect(hq.sent('DELETE /api/session')[0]?.headers[PAGE_SECRET_HEADER]).toBe('page-1');
    expect(pageSecret()).toBeNull();
    expect(commentDraft('g1')).toBe('');
  });

  it('keeps the page’s secret in memory where the browser refuses storage', async () => {
    const refusal = jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    });
    await enters();
    refusal.mockRestore();
    expect(localStorage).toHaveLength(0);
    expect(pageSecret()).toBe('page-1');
  });

  it.each([
    ['refused', SIGNED_OUT],
    ['unknown', () => problem(404, 'NOT_FOUND', 'No such link.')],
  ])('says what to do about a link that is %s', async (_case, answer) => {
    hq.on('POST /api/session', answer);
    const page = await Page.open('/sign-in#used');
    expect(page.heading).toBe('This link does not work any more');
    expect(page.text).toContain('Ask the person who runs this HQ for a new one.');
    expect(page.text).toContain('node dist/apps/hq/main.js link --name');
    expect(page.text).toContain('Or it is not complete');
    expect(page.text).toContain('With the CODEV_HQ_DATA_DIR that HQ runs with');
    expect(page.text).toContain('run that again in another terminal: it prints the whole command');
  });

  it('offers to try a link again when HQ did not answer', async () => {
    hq.on('POST /api/session', () => 'lost');
    const page = await Page.open('/sign-in#token-1');
    expect(page.heading).toBe('HQ did not answer');
    hq.on('POST /api/session', () => {
      hq.on('GET /api/session', () => json(aSession()));
      return json(aSignIn());
    });
    await page.press('Try again');
    expect(hq.sent('POST /api/session').map(({ body }) => body)).toEqual([
      { token: 'token-1' },
      { token: 'token-1' },
    ]);
    expect(page.heading).toBe('Inbox');
  });

  it('does not lock out a signed-in person who opens a used link', async () => {
    keepPageSecret('page-1');
    hq.on('GET /api/session', () => json(aSession())).on('POST /api/session', SIGNED_OUT);
    const page = await Page.open('/sign-in#used');
    await page.press('Use the link');
    expect(page.heading).toBe('You are already signed in');
    await page.press('Go to the inbox');
    expect(page.heading).toBe('Inbox');
  });

  it('asks before a link takes the place of who is signed in, and then forgets what they read', async () => {
    keepPageSecret('page-1');
    const forget = jest.spyOn(DeviceDatabase.prototype, 'forget');
    hq.on('GET /api/session', () => json(aSession())).on('POST /api/session', () => {
      const { person, ...rest } = aSession();
      hq.on('GET /api/session', () =>
        json({ ...rest, person: { ...person, id: 'p2', name: 'Grace Hopper' } }),
      );
      return json(aSignIn());
    });
    const page = await Page.open('/sign-in#token-1');
    expect(page.heading).toBe('Sign in with this link?');
    expect(page.text).toContain('You are signed in here as Ada Lovelace');
    expect(location.hash).toBe('');
    expect(hq.sent('POST /api/session')).toEqual([]);
    expect(forget).not.toHaveBeenCalled();
    await page.press('Use the link');
    expect(page.heading).toBe('Inbox');
    expect(forget).toHaveBeenCalledTimes(1);
    forget.mockRestore();
  });

  it('leaves who is signed in where they do not want the link', async () => {
    keepPageSecret('page-1');
    hq.on('GET /api/session', () => json(aSession()));
    const page = await Page.open('/sign-in#token-1');
    await page.press('Stay signed in');
    expect(page.heading).toBe('Inbox');
    expect(hq.sent('POST /api/session')).toEqual([]);
  });

  it('is where a page leads that needs a session', async () => {
    const page = await Page.open('/gate/g1');
    expect(page.heading).toBe('Sign in to Codev HQ');
    expect(page.text).toContain('one-time link');
    expect(hq.streams).toHaveLength(0);
  });

  it('is passed by a person who is signed in', async () => {
    hq.on('GET /api/session', () => json(aSession()));
    expect((await Page.open('/sign-in')).heading).toBe('Inbox');
  });

  it('is where signing out leads, and the stream ends', async () => {
    hq.on('GET /api/session', () => json(aSession())).on('DELETE /api/session', () => ({
      status: 204,
      body: '',
    }));
    const page = await Page.open('/');
    hq.stream.emits('snapshot', aSnapshot());
    await page.settles();
    const stream = hq.stream;
    await page.press('AL, account of Ada Lovelace');
    await page.press('Sign out');
    expect(page.heading).toBe('Sign in to Codev HQ');
    expect(stream.readyState).toBe(2);
    expect(document.title).toBe('Sign in · Codev HQ');
  });

  it('stays signed in, and says so, when HQ does not hear the sign-out', async () => {
    hq.on('GET /api/session', () => json(aSession())).on('DELETE /api/session', () => 'lost');
    const page = await Page.open('/');
    await page.press('AL, account of Ada Lovelace');
    await page.press('Sign out');
    expect(page.root.textContent).toContain('so you are still signed in. Try again.');
  });

  const signsOut = async () => {
    const page = await Page.open('/');
    await page.press('AL, account of Ada Lovelace');
    await page.press('Sign out');
    return page;
  };
  const refuses = () => {
    keepPageSecret('page-1');
    keepCommentDraft('g1', 'Half a thought');
    hq.on('GET /api/session', () => json(aSession()));
  };

  it('takes a session that has ended already as signed out', async () => {
    refuses();
    hq.on('DELETE /api/session', () => {
      hq.on('GET /api/session', SIGNED_OUT);
      return problem(401, 'AUTH_FAILED', 'Nobody is signed in.');
    });
    const page = await signsOut();
    expect(page.heading).toBe('Sign in to Codev HQ');
    expect([pageSecret(), commentDraft('g1')]).toEqual([null, '']);
  });

  it('stays signed in where this page did not sign in, says what to do, and keeps what was begun', async () => {
    refuses();
    hq.on('DELETE /api/session', () => problem(401, 'AUTH_FAILED', 'You are still signed in.'));
    const page = await signsOut();
    expect(page.heading).toBe('Inbox');
    expect(page.root.querySelector('[role=alert]')?.textContent).toContain(
      'Sign in with a new link, then sign out; or end this session on another device',
    );
    expect([pageSecret(), commentDraft('g1')]).toEqual(['page-1', 'Half a thought']);
  });

  it('stays signed in, and says so, when it is not known whether the session goes on', async () => {
    refuses();
    const page = await Page.open('/');
    hq.on('DELETE /api/session', () => SIGNED_OUT()).on('GET /api/session', () => 'lost');
    await page.press('AL, account of Ada Lovelace');
    await page.press('Sign out');
    expect(page.root.querySelector('[role=alert]')?.textContent).toContain('You are still signed in');
    expect(pageSecret()).toBe('page-1');
  });

  it('says HQ’s own words when it refuses otherwise', async () => {
    refuses();
    hq.on('DELETE /api/session', () => problem(403, 'FORBIDDEN', 'Requests from elsewhere are refused.'));
    const page = await signsOut();
    expect(page.root.querySelector('[role=alert]')?.textContent).toContain(
      'You are still signed in. Requests from elsewhere are refused.',
    );
  });
});

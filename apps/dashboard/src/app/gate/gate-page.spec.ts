import { TestBed } from '@angular/core/testing';
import type { GateDetail } from '@codev-hq/protocol';
import {
  aDecision,
  aDetail,
  aFile,
  aGate,
  aSession,
  aSnapshot,
  aWaitingGate,
  digestOf,
} from '../../../testing/factories';
import { FakeHq, json, later, problem } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';
import { commentDraft } from '../hq-client/comment-drafts';

const ACCEPTED = {
  success: true,
  message: '',
  decision_id: 'd1',
  state: 'decided',
  decision: aDecision('decided'),
};

describe('the page of a gate', () => {
  let hq: FakeHq;
  let detail: GateDetail;

  beforeEach(() => {
    detail = aDetail();
    hq = new FakeHq()
      .install()
      .on('GET /api/session', () => json(aSession()))
      .on('GET /api/gates/g1', () => json(detail))
      .on('POST /api/approve', () => json(ACCEPTED));
  });

  const open = async (address = '/gate/g1') => {
    const page = await Page.open(address);
    hq.stream.opens();
    hq.stream.emits('snapshot', aSnapshot());
    await page.settles();
    return page;
  };

  /** HQ has another version, and the stream tells of it. */
  const fileChanges = async (
    page: Page,
    file = aFile({ digest: digestOf('9') }),
    waiting = aWaitingGate(),
  ) => {
    detail = aDetail({ status_file: file, waiting });
    hq.stream.emits('status_file', { ...file, content: undefined, instance_id: 'i1' });
    hq.stream.emits('gate', { gate_id: 'g1', gate: waiting });
    await page.settles();
  };

  it('asks the question and shows what to read before answering it', async () => {
    const page = await open();
    expect(page.heading).toBe('Move from specify to plan?');
    for (const words of [
      '0068',
      'Feature',
      'laptop',
      'shop',
      'Waits for a person',
      'Started',
      'ffffffffffff',
    ])
      expect(page.text).toContain(words);
    expect(document.title).toBe('(1) Feature: Specify → Plan · Codev HQ');
  });

  it('offers no button before the gate is loaded', async () => {
    const { answer, arrive } = later();
    hq.on('GET /api/gates/g1', () => answer);
    const page = await open();
    expect(page.heading).toBe('Loading the gate…');
    expect(page.button('Approve')).toBeNull();
    arrive(json(detail));
    await page.settles();
    expect(page.button('Approve')).not.toBeNull();
  });

  it('approves exactly what was read, with the comment', async () => {
    const page = await open();
    await page.types('  Looks good. ');
    await page.press('Approve');
    expect(hq.sent('POST /api/approve').map(({ body }) => body)).toEqual([
      {
        instance_id: 'i1',
        project_path: '/home/ada/shop',
        project_id: '0068',
        gate: 'specify_to_plan.human_approval',
        status_file: 'codev/status/0068-feature.md',
        expected: { gate_digest: digestOf('a'), file_digest: digestOf('f') },
        comment: 'Looks good.',
      },
    ]);
  });

  it('sends one decision when the button is pressed twice', async () => {
    const { answer, arrive } = later();
    hq.on('POST /api/approve', () => answer);
    const page = await open();
    const button = page.button('Approve');
    button?.click();
    button?.click();
    await page.settles();
    expect(page.text).toContain('Asking HQ to record it…');
    hq.stream.emits('decision', aDecision('sent'));
    await page.settles();
    expect(page.text).toContain('Sent to laptop');
    expect(page.text).not.toContain('Asking HQ to record it…');
    arrive(json(ACCEPTED));
    await page.settles();
    expect(hq.sent('POST /api/approve')).toHaveLength(1);
  });

  it('follows a decision from recorded to its commit, and says no more than is known (S5)', async () => {
    const page = await open();
    await page.press('Approve');
    expect(page.text).toContain('Recorded at HQ');
    expect(page.text).not.toContain('committed');
    expect(page.button('Approve')).toBeNull();
    hq.stream.emits('decision', aDecision('sent'));
    await page.settles();
    expect(page.text).toContain('Sent to laptopWaiting for its answer.');
    hq.stream.emits('decision', aDecision('applied'));
    await page.settles();
    expect(page.text).toContain('Approved · committed as 3f9a1c2');
    expect(page.text).toContain('Approved by Ada Lovelace');
  });

  it('says that an offline machine gets the decision when it is back (S6)', async () => {
    const { status_files: _files, builders: _builders, ...instance } = aSnapshot().instances[0]!;
    const page = await open();
    hq.stream.emits('instance', { ...instance, online: false });
    await page.settles();
    expect(page.text).toContain('laptop is offline: it will be delivered when it is back.');
    await page.press('Approve');
    expect(page.text).toContain('laptop is offline. It will be delivered when laptop is back.');
  });

  it('gives the reason of a refusal and lets the person decide again', async () => {
    const page = await open();
    await page.press('Approve');
    hq.stream.emits('decision', aDecision('refused'));
    await page.settles();
    expect(page.text).toContain('laptop refused it. A hook refused the commit.');
    expect(page.button('Approve')?.disabled).toBe(false);
  });

  it('keeps the text under the reader’s eyes when the file changes, and asks to look again', async () => {
    const page = await open();
    const content = '---\nid: "0068"\n---\n## Log\n- Rewritten\n';
    await fileChanges(page, aFile({ content, digest: digestOf('9') }));
    expect(page.text).toContain('The file changed while you were reading.');
    expect(page.text).toContain('Started');
    expect(page.button('Approve')).toBeNull();
    await page.press('Show the new version');
    expect(page.text).toContain('Rewritten');
    await page.press('Approve');
    expect(hq.sent('POST /api/approve')[0]?.body).toMatchObject({ expected: { file_digest: digestOf('9') } });
  });

  it('takes in a log line without a word, and keeps the button', async () => {
    const project = { ...aFile().project, reading_digest: digestOf('1') };
    detail = aDetail({ status_file: aFile({ project }) });
    const page = await open();
    const content = '---\nid: "0068"\n---\n## Log\n- Started\n- Asked for review\n';
    await fileChanges(page, aFile({ project, content, digest: digestOf('9') }));
    expect(page.text).toContain('Asked for review');
    expect(page.text).not.toContain('while you were reading');
    await page.press('Approve');
    expect(hq.sent('POST /api/approve')[0]?.body).toMatchObject({
      expected: { file_digest: digestOf('9'), reading_digest: digestOf('1') },
    });
  });

  it('says that the text changed when it is the text', async () => {
    const project = { ...aFile().project, reading_digest: digestOf('1') };
    detail = aDetail({ status_file: aFile({ project }) });
    const page = await open();
    const rewritten = { ...project, reading_digest: digestOf('2') };
    await fileChanges(page, aFile({ project: rewritten, digest: digestOf('9') }));
    expect(page.text).toContain('The text changed while you were reading.');
    expect(page.button('Approve')).toBeNull();
  });

  it('says so when the gate itself changed', async () => {
    const page = await open();
    await fileChanges(page, aFile({ digest: digestOf('9') }), aWaitingGate({ digest: digestOf('8') }));
    expect(page.text).toContain('The gate’s entry changed while you were reading.');
    expect(page.button('Approve')).toBeNull();
  });

  it('asks to look again when HQ finds that what was read is not what is there', async () => {
    hq.on('POST /api/approve', () => problem(409, 'STALE', 'The file has changed since you read it.'));
    const page = await open();
    detail = aDetail({ status_file: aFile({ digest: digestOf('9') }) });
    await page.press('Approve');
    expect(page.text).toContain('Not recorded. The file changed while you were reading.');
    expect(page.button('Approve')).toBeNull();
    expect(page.button('Show the new version')).not.toBeNull();
  });

  it('tells who decided first', async () => {
    const decision = aDecision('sent', { approver: { id: 'p2', name: 'Grace Hopper' } });
    const error = 'Grace Hopper approved this gate at 10:41.';
    hq.on('POST /api/approve', () => problem(409, 'ALREADY_DECIDED', error, { decision }));
    const page = await open();
    await page.press('Approve');
    expect(page.text).toMatch(
      /Somebody decided first\. Grace Hopper approved this gate, .* That decision stands\./,
    );
    expect(page.text).toContain('Approved by Grace Hopper');
    expect(page.button('Approve')).toBeNull();
  });

  it('tells a person that they had decided already, with other words', async () => {
    const decision = aDecision('sent', { comment: 'Ship it' });
    const error = 'Ada Lovelace approved this gate at 10:41 with other words.';
    hq.on('POST /api/approve', () => problem(409, 'ALREADY_DECIDED', error, { decision }));
    const page = await open();
    await page.press('Approve');
    expect(page.text).toContain(
      'You had decided already: this was not recorded. Ada Lovelace approved this gate',
    );
    expect(page.text).not.toContain('Somebody');
  });

  it('does not claim to know when no answer came, and repeats the same decision', async () => {
    hq.on('POST /api/approve', () => 'lost');
    const page = await open();
    await page.types('Yes.');
    hq.stream.breaks();
    await page.press('Approve');
    expect(page.text).toContain('It is not known whether your decision arrived.');
    hq.on('POST /api/approve', () => json(ACCEPTED));
    await page.press('Try again');
    const [first, second] = hq.sent('POST /api/approve');
    expect(second?.body).toEqual(first?.body);
    expect(page.text).toContain('Recorded at HQ');
    expect(page.text).not.toContain('not known');
  });

  it('asks HQ by itself, once it is back, whether the decision arrived', async () => {
    hq.on('POST /api/approve', () => 'lost');
    const page = await open();
    hq.stream.breaks();
    await page.press('Approve');
    detail = aDetail({ decisions: [aDecision('sent')] });
    hq.stream.opens();
    await page.settles();
    expect(page.text).toContain('Sent to laptop');
    expect(page.text).not.toContain('not known');
    expect(hq.sent('POST /api/approve')).toHaveLength(1);
  });

  it('says so when HQ is back and has no such decision', async () => {
    hq.on('POST /api/approve', () => 'lost');
    const page = await open();
    await page.press('Approve');
    expect(page.text).toContain('HQ has not recorded your decision so far.');
    expect(page.button('Try again')).not.toBeNull();
  });

  it('keeps a comment until its decision is recorded, also when the page is loaded anew', async () => {
    const page = await open();
    await page.types('Half a thought');
    TestBed.resetTestingModule();
    const again = await open();
    expect(again.root.querySelector('textarea')?.value).toBe('Half a thought');
    await again.press('Approve');
    expect(commentDraft('g1')).toBe('');
  });

  it('shows a name in the file as the file’s word until HQ has that person’s decision', async () => {
    const decision = aDecision('applied');
    const gates = [aGate({ passed: true, waiting: false, by: 'Ada Lovelace', at: decision.decided_at })];
    const status_file = aFile({ project: { ...aFile().project, gates } });
    detail = aDetail({ waiting: undefined, status_file });
    const page = await open();
    expect(page.text).toContain('Passed; the file names Ada Lovelace');
    hq.stream.emits('decision', decision);
    await page.settles();
    expect(page.text).not.toContain('the file names');
    expect(page.root.querySelector('hq-gate-overview')?.textContent).toContain('Approved by Ada Lovelace');
  });

  it('says that a decided gate is not delivered yet, and asks no more', async () => {
    const page = await open();
    await page.press('Approve');
    expect(page.heading).toBe('Approval on its way: Specify → Plan');
    expect(page.text).toContain('Approved by Ada Lovelace · not delivered yet');
    expect(page.text).not.toContain('Waits for a person');
  });

  it('keeps what git printed apart from the words about it', async () => {
    const error = 'git did not commit. Mend the hook. git said: husky - pre-commit\nCommits are frozen.';
    const page = await open();
    hq.stream.emits('decision', aDecision('refused', { refusal: { code: 'GIT_FAILED', error } }));
    await page.settles();
    expect(page.text).toContain('laptop refused it. git did not commit. Mend the hook.');
    expect(page.root.querySelector('hq-git-words pre')?.textContent).toBe(
      'husky - pre-commit\nCommits are frozen.',
    );
  });

  it('shows a viewer why there is no button', async () => {
    hq.on('GET /api/session', () => json(aSession('viewer')));
    const page = await open();
    expect(page.button('Approve')).toBeNull();
    expect(page.text).toContain('Your role here is to look.');
  });

  it('shows what others decided, live', async () => {
    const page = await open();
    hq.stream.emits('decision', aDecision('sent', { approver: { id: 'p2', name: 'Grace Hopper' } }));
    await page.settles();
    expect(page.text).toContain('Approved by Grace Hopper');
    expect(page.button('Approve')).toBeNull();
  });

  it('shows a gate that the file says is passed', async () => {
    const gates = [aGate({ passed: true, waiting: false, status: 'passed', by: 'Grace Hopper' })];
    detail = aDetail({
      waiting: undefined,
      status_file: aFile({ project: { ...aFile().project, gates } }),
    });
    const page = await open();
    expect(page.text).toContain('The file says so, by Grace Hopper.');
  });

  it('shows where a file cannot be read', async () => {
    const project = {
      ...aFile().project,
      problem: { message: 'Unexpected end of the flow mapping.', line: 4 },
    };
    detail = aDetail({ status_file: aFile({ project }) });
    const page = await open();
    expect(page.text).toContain('Unexpected end of the flow mapping. (line 4)');
  });

  it('shows a porch file as it is', async () => {
    const content = 'id: 12\ngates:\n  pr: {status: pending}\n';
    const project = { ...aFile().project, format: 'porch' as const, body_start: content.length };
    detail = aDetail({ status_file: aFile({ content, project }) });
    const page = await open();
    expect(page.text).toContain('gates: pr: {status: pending}');
  });

  it('says that a gate is gone', async () => {
    hq.on('GET /api/gates/g1', () => problem(404, 'GATE_NOT_FOUND', 'There is no such gate.'));
    const page = await open();
    expect(page.heading).toBe('This gate is gone');
  });

  it('says that HQ cannot be reached, and loads when the stream is back', async () => {
    hq.on('GET /api/gates/g1', () => 'lost');
    const page = await open();
    expect(page.text).toContain('HQ cannot be reached.');
    hq.on('GET /api/gates/g1', () => json(detail));
    hq.stream.breaks();
    await page.settles();
    hq.stream.opens();
    await page.settles();
    expect(page.heading).toBe('Move from specify to plan?');
  });

  it('says that a browser that did not sign in here may only read', async () => {
    const detail = 'This browser may only read: sign in with a new link to decide.';
    hq.on('POST /api/approve', () => problem(401, 'AUTH_FAILED', detail));
    const page = await open();
    await page.press('Approve');
    expect(page.text).toContain(`Not recorded. ${detail}`);
    expect(page.heading).toBe('Move from specify to plan?');
  });

  it('leads to the sign-in page when the session ends while deciding', async () => {
    const page = await open();
    for (const request of ['POST /api/approve', 'GET /api/session'])
      hq.on(request, () => problem(401, 'AUTH_FAILED', 'Sign in.'));
    await page.press('Approve');
    expect(page.heading).toBe('Sign in to Codev HQ');
  });
});

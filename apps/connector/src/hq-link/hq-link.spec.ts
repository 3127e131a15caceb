import { rmSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { ResponseEnvelope } from '@codev-hq/protocol';
import { Cleanup, RunningConnector } from '../../testing/running-connector.js';
import { ScriptedHq } from '../../testing/scripted-hq.js';
import { statusFile } from '../../testing/status-files.js';
import { isolateGit, TempFolder, TempRepository } from '../../testing/temp-repository.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const FILE = 'codev/status/0068-feature.md';

class Stage {
  readonly repository = cleanup.folder(new TempRepository());
  readonly data = cleanup.folder(new TempFolder());
  readonly hq = new ScriptedHq();

  async connect(): Promise<RunningConnector> {
    const connector = await RunningConnector.start(this.hq.url, [this.repository.path], this.data.path);
    return cleanup.add(connector, (each) => each.stop());
  }

  static async open(files: Record<string, string> = { [FILE]: statusFile() }): Promise<Stage> {
    const stage = new Stage();
    for (const [path, content] of Object.entries(files)) stage.repository.write(path, content);
    stage.repository.write('README.md', 'hello\n');
    stage.repository.commitAll();
    await stage.hq.listen();
    cleanup.add(stage.hq, (hq) => hq.close());
    return stage;
  }

  approval(overrides: Record<string, unknown> = {}): Record<string, unknown> {
    return {
      project_path: this.repository.path,
      project_id: '0068',
      gate: 'specify_to_plan.human_approval',
      decision_id: 'decision-1',
      status_file: FILE,
      approver: { id: 'ada', name: 'Ada' },
      approved_by: 'Ada',
      approved_at: '2026-01-16T06:15:12.348Z',
      ...overrides,
    };
  }
}

function refusalOf(response: ResponseEnvelope): string | undefined {
  return response.success ? undefined : response.code;
}

describe('registering', () => {
  test('C13 the instance id is the same after a restart, and the session is named when resuming', async () => {
    const stage = await Stage.open();
    const connector = await RunningConnector.start(stage.hq.url, [stage.repository.path], stage.data.path);
    await connector.logged(/connected to HQ/);
    stage.hq.disconnectAll(1012, 'restart');
    await stage.hq.until('it is back', () => stage.hq.of('register')[1]);
    await connector.stop();
    await stage.connect();
    await stage.hq.until('it is back again', () => stage.hq.of('register')[2]);
    const ids = stage.hq.of('register').map((each) => each['instance_id']);
    expect(new Set(ids).size).toBe(1);
    expect(stage.hq.of('register').map((each) => each['session_id'])).toEqual([
      undefined,
      'fake-session',
      undefined,
    ]);
    expect(stage.hq.of('register')[0]).toMatchObject({
      features: [
        ...['decision_response', 'proof', 'manifest', 'rejection', 'artifact_request', 'artifact_history'],
        ...['sync_status', 'send_message'],
      ],
    });
  });

  test('C11 a refused registration is said in HQ’s words', async () => {
    const stage = await Stage.open();
    stage.hq.instead['register'] = [
      { success: false, code: 'AUTH_FAILED', error: 'This instance belongs to another key.' },
    ];
    const connector = await stage.connect();
    const line = await connector.logged(/another key/);
    expect(line.level).toBe(50);
  });

  test('a refused key is said once per attempt, without the key', async () => {
    const stage = await Stage.open();
    stage.hq.refusals = [401];
    const connector = await stage.connect();
    await connector.logged(/does not know this key/);
    expect(JSON.stringify(connector.lines)).not.toContain('test-key');
  });
});

describe('the first sync', () => {
  test('sends a list, and only the contents HQ lacks', async () => {
    const stage = await Stage.open({ [FILE]: statusFile(), 'codev/status/0069-other.md': 'other' });
    stage.hq.mirror.set(FILE, statusFile());
    stage.hq.mirror.set('codev/status/0001-gone.md', 'gone');
    const connector = await stage.connect();
    await connector.logged(/synced 2 status files/);
    await stage.hq.updateOf('codev/status/0069-other.md');
    expect([...stage.hq.mirror.keys()].sort()).toEqual([FILE, 'codev/status/0069-other.md']);
    expect(stage.hq.updates().map((each) => each['status_file'])).toEqual(['codev/status/0069-other.md']);
    expect(stage.hq.of('sync_response')[0]).toMatchObject({
      project_path: stage.repository.path,
      status_files: expect.arrayContaining([{ path: FILE, digest: expect.stringMatching(/^[0-9a-f]{64}$/) }]),
    });
  });

  test('sends everything when HQ does not take the list', async () => {
    const stage = await Stage.open();
    stage.hq.instead['sync_response'] = [{ success: false, code: 'INTERNAL', error: 'no' }];
    await stage.connect();
    await stage.hq.updateOf(FILE);
  });

  test('never sends a file that is not a status file, even when HQ wants it', async () => {
    const stage = await Stage.open();
    const wanted = [{ path: 'README.md' }, { path: '../x' }, { path: FILE }];
    stage.hq.instead['sync_response'] = [{ success: true, payload: { wanted } }];
    const connector = await stage.connect();
    await connector.logged(/synced/);
    await stage.hq.updateOf(FILE);
    expect(stage.hq.updates().map((each) => each['status_file'])).toEqual([FILE]);
  });

  test('C10 what changed and vanished while HQ was away is right when it is back', async () => {
    const stage = await Stage.open({ [FILE]: statusFile(), 'codev/status/0069-other.md': 'other' });
    const connector = await stage.connect();
    await connector.logged(/synced 2/);
    stage.hq.refusals = [503];
    stage.hq.disconnectAll(1012);
    await stage.hq.until('it tried in vain', () => stage.hq.upgrades[1]);
    unlinkSync(join(stage.repository.path, 'codev/status/0069-other.md'));
    stage.repository.write(FILE, 'changed');
    await stage.hq.until(
      'the mirror is right',
      () => stage.hq.mirror.get(FILE) === 'changed' && stage.hq.mirror.size === 1,
    );
  });
});

describe('changes', () => {
  test('C14 carry the digest of the exact bytes and count up', async () => {
    const stage = await Stage.open();
    await stage.connect();
    await stage.hq.updateOf(FILE);
    stage.repository.write(FILE, Uint8Array.of(0x61, 0xff));
    const update = await stage.hq.updateOf(FILE, ({ content }) => content === 'a\ufffd');
    expect(update).not.toHaveProperty('digest');
    const seqs = stage.hq.updates().map((each) => Number(each['seq']));
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  });

  test('C10 a deleted file is reported as deleted', async () => {
    const stage = await Stage.open();
    await stage.connect();
    await stage.hq.updateOf(FILE);
    unlinkSync(join(stage.repository.path, FILE));
    expect(await stage.hq.updateOf(FILE, ({ deleted }) => deleted === true)).toMatchObject({ content: '' });
  });

  test('a burst of 500 files arrives complete, below HQ’s limits', async () => {
    const stage = await Stage.open({});
    const connector = await stage.connect();
    await connector.logged(/synced 0/);
    const names = Array.from({ length: 500 }, (_, i) => `codev/status/${i}-burst.md`);
    for (const round of ['a', 'b']) for (const name of names) stage.repository.write(name, round);
    await stage.hq.until('all are there', () => names.every((name) => stage.hq.mirror.get(name) === 'b'));
    expect(mostWithin(stage.hq.arrivals, 1_000)).toBeLessThanOrEqual(300);
  });

  test('C11 a refused update is logged in HQ’s words, and the connection lives on', async () => {
    const stage = await Stage.open();
    stage.hq.instead['status_update'] = [{ success: false, code: 'TOO_LARGE', error: 'At most 256 KiB.' }];
    const connector = await stage.connect();
    const line = await connector.logged(/At most 256 KiB/);
    expect(line).toMatchObject({ level: 50, type: 'status_update', file: FILE, code: 'TOO_LARGE' });
    stage.repository.write(FILE, 'again');
    await stage.hq.until('the next one is taken', () => stage.hq.mirror.get(FILE) === 'again');
  });

  test('C11 a file that would not fit into a message is not sent, and that is said', async () => {
    const stage = await Stage.open({
      [FILE]: statusFile(),
      'codev/status/bell.md': '\u0007'.repeat(200 * 1024),
    });
    const connector = await stage.connect();
    expect(await connector.logged(/larger than a message/)).toMatchObject({
      file: 'codev/status/bell.md',
      code: 'TOO_LARGE',
    });
    await stage.hq.updateOf(FILE);
    expect(stage.hq.updates('codev/status/bell.md')).toEqual([]);
  });

  test('what HQ has no room for now is sent again when it said', async () => {
    const stage = await Stage.open();
    stage.hq.instead['status_update'] = [
      { success: false, code: 'RATE_LIMITED', retry_after: 200, error: 'slow' },
    ];
    await stage.connect();
    await stage.hq.until('it is taken', () => stage.hq.mirror.get(FILE) === statusFile());
    const [first = 0, second = 0] = stage.hq.received
      .filter(({ type }) => type === 'status_update')
      .map(({ ts }) => ts);
    expect(second - first).toBeGreaterThanOrEqual(195);
  });
});

describe('HQ’s messages', () => {
  test('that nobody knows or that this connector does not serve are answered in words', async () => {
    const stage = await Stage.open();
    const connector = await stage.connect();
    await connector.logged(/synced/);
    const ids = [
      stage.hq.send('reboot', {}),
      stage.hq.send('constructor', {}),
      stage.hq.send('terminal_request', {
        project_path: stage.repository.path,
        builder_id: 'builder-spir-412',
        lines: 10,
      }),
      stage.hq.send('config_update', { settings: {} }),
    ];
    for (const id of ids) expect(refusalOf(await stage.hq.responseTo(id))).toBe('UNSUPPORTED');
  });

  test('a sync_request is answered with the list; for an unknown project with words', async () => {
    const stage = await Stage.open();
    const connector = await stage.connect();
    await connector.logged(/synced/);
    stage.hq.send('sync_request', { project_path: stage.repository.path });
    await stage.hq.until('a second list', () => stage.hq.of('sync_response')[1]);
    const id = stage.hq.send('sync_request', { project_path: '/nowhere' });
    expect(refusalOf(await stage.hq.responseTo(id))).toBe('PROJECT_NOT_FOUND');
  });

  test('that are no messages hurt nobody', async () => {
    const stage = await Stage.open();
    const connector = await stage.connect();
    await connector.logged(/synced/);
    for (const raw of ['null', '1', '[]', '{', '{}', '"x"', '{"type":"response"}', '['.repeat(50_000)])
      stage.hq.sendRaw(raw);
    stage.hq.sendRaw(Uint8Array.of(1, 2, 3));
    stage.hq.sendRaw(
      JSON.stringify({ type: 'response', id: 'nobody', ts: 1, success: false, error: 'late' }),
    );
    const id = stage.hq.send('approval', { project_path: 7 });
    expect(refusalOf(await stage.hq.responseTo(id))).toBe('INVALID_MESSAGE');
    expect(
      connector.lines.filter(({ msg }) => msg.startsWith('HQ sent a bad frame')).length,
    ).toBeGreaterThanOrEqual(9);
    await connector.logged(/late/);
  });

  test('an approval is answered once it is final, and its echo is sent once', async () => {
    const stage = await Stage.open();
    const connector = await stage.connect();
    await connector.logged(/synced/);
    const id = stage.hq.send('approval', stage.approval());
    const response = await stage.hq.responseTo(id);
    const update = await stage.hq.updateOf(FILE, ({ content }) => String(content).includes('passed'));
    expect(response.payload).toMatchObject({
      outcome: 'applied',
      status_file: FILE,
      digest: update['digest'],
    });
    const again = stage.hq.send('approval', stage.approval());
    expect((await stage.hq.responseTo(again)).payload).toEqual({
      ...response.payload,
      outcome: 'already_applied',
    });
    expect(stage.hq.updates(FILE).filter(({ content }) => String(content).includes('passed'))).toHaveLength(
      1,
    );
    expect(stage.repository.commits()).toHaveLength(2);
  });

  test('an approval that waits for git is answered by the next connector, and does not keep this one from stopping', async () => {
    const stage = await Stage.open();
    const first = await RunningConnector.start(stage.hq.url, [stage.repository.path], stage.data.path);
    await first.logged(/synced/);
    const mark = stage.repository.write('.git/MERGE_HEAD', stage.repository.git('rev-parse', 'HEAD'));
    stage.hq.send('approval', stage.approval());
    await first.logged(/A merge is in progress/);
    await stage.hq.updateOf(FILE, ({ content }) => String(content).includes('passed'));
    await first.stop();
    expect(stage.hq.responses()).toEqual([]);
    expect(stage.repository.commits()).toHaveLength(1);

    rmSync(mark);
    const second = await stage.connect();
    await second.logged(/applied in commit/);
    await second.logged(/synced/);
    expect(await stage.hq.responseTo(stage.hq.send('approval', stage.approval()))).toMatchObject({
      success: true,
      payload: { outcome: 'already_applied', commit: stage.repository.git('rev-parse', 'HEAD').trim() },
    });
  });

  test('an HQ that knows how is told what a written approval waits for, again on the next connection', async () => {
    const stage = await Stage.open();
    stage.hq.features = ['decision_response', 'decision_progress', 'manifest', 'deleted'];
    const connector = await stage.connect();
    await connector.logged(/synced/);
    const mark = stage.repository.write('.git/MERGE_HEAD', stage.repository.git('rev-parse', 'HEAD'));
    stage.hq.send('approval', stage.approval());
    const told = await stage.hq.until('told', () => stage.hq.of('decision_progress')[0]);
    expect(told).toEqual({
      decision_id: 'decision-1',
      stage: 'written',
      detail: expect.stringContaining('A merge is in progress'),
    });
    stage.hq.disconnectAll(1012, 'restart');
    await stage.hq.until('it is back', () => stage.hq.of('register')[1]);
    const id = stage.hq.send('approval', stage.approval());
    expect(await stage.hq.until('told again', () => stage.hq.of('decision_progress')[1])).toEqual(told);
    rmSync(mark);
    expect(await stage.hq.responseTo(id)).toMatchObject({ success: true });
  });

  test('a refused approval is answered with code, words and candidates', async () => {
    const gates =
      '  a:\n    human_approval: { status: pending }\n  b:\n    human_approval: { status: pending }\n';
    const stage = await Stage.open({ [FILE]: statusFile({ gates }) });
    const connector = await stage.connect();
    await connector.logged(/synced/);
    const response = await stage.hq.responseTo(
      stage.hq.send('approval', stage.approval({ gate: 'human_approval' })),
    );
    expect(response).toMatchObject({
      success: false,
      code: 'GATE_AMBIGUOUS',
      payload: { candidates: ['a.human_approval', 'b.human_approval'] },
    });
  });
});

describe('a connection', () => {
  test('to an HQ that has fallen silent is given up, and a new one made', async () => {
    const stage = await Stage.open();
    stage.hq.welcomeExtras = { heartbeat_ms: 40 };
    const connector = await stage.connect();
    await connector.logged(/synced/);
    stage.hq.silent = true;
    await connector.logged(/fallen silent/);
    stage.hq.silent = false;
    await stage.hq.until('it is back', () => stage.hq.of('register')[1]);
  });

  test('is closed with 1000 when the connector stops, after the approval in progress', async () => {
    const stage = await Stage.open();
    const connector = await RunningConnector.start(stage.hq.url, [stage.repository.path], stage.data.path);
    await connector.logged(/synced/);
    stage.repository.hook('pre-commit', 'touch .git/started; sleep 0.3');
    const id = stage.hq.send('approval', stage.approval());
    await stage.hq.updateOf(FILE, ({ content }) => String(content).includes('passed'));
    await connector.stop();
    expect(await stage.hq.responseTo(id)).toMatchObject({ success: true });
    await stage.hq.until('it is closed', () => stage.hq.connections === 0);
    expect(stage.repository.commits()).toHaveLength(2);
  });
});

/** The most arrivals in any span of this length. */
function mostWithin(arrivals: readonly number[], span: number): number {
  return Math.max(...arrivals.map((from, i) => arrivals.slice(i).filter((at) => at < from + span).length));
}

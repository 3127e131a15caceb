import { FakeBaseHq } from '../../testing/fake-base-hq.js';
import { Cleanup, RunningConnector } from '../../testing/running-connector.js';
import { statusFile } from '../../testing/status-files.js';
import { isolateGit, TempFolder, TempRepository } from '../../testing/temp-repository.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

async function baseHq(): Promise<FakeBaseHq> {
  return cleanup.add(await new FakeBaseHq().listen(), (hq) => hq.close());
}

async function connect(hq: FakeBaseHq, ...paths: string[]): Promise<RunningConnector> {
  const data = cleanup.folder(new TempFolder());
  return cleanup.add(await RunningConnector.start(hq.url, paths, data.path), (each) => each.stop());
}

describe('the connector at an HQ that speaks only the base protocol', () => {
  test('C2 files that exist at the start are at HQ', async () => {
    const repository = cleanup.folder(new TempRepository());
    repository.write('codev/status/0068-feature.md', statusFile());
    repository.write('codev/status/0069-other.md', statusFile({ id: '"0069"' }));
    const hq = await baseHq();
    await connect(hq, repository.path);
    const update = await hq.updateOf('codev/status/0068-feature.md');
    await hq.updateOf('codev/status/0069-other.md');
    expect(update).toMatchObject({ project_path: repository.path, content: statusFile() });
    expect(hq.of('register')).toHaveLength(1);
    expect(hq.of('register')[0]).toMatchObject({
      instance_name: 'test machine',
      projects: [{ path: repository.path, name: expect.any(String) }],
    });
  });

  test('the key travels in a header, not in the URL', async () => {
    const repository = cleanup.folder(new TempRepository());
    const hq = await baseHq();
    await connect(hq, repository.path);
    await hq.until('registered', () => hq.of('register')[0]);
    expect(hq.upgrades[0]?.headers.authorization).toBe('Bearer test-key');
    expect(hq.upgrades[0]?.url).toBe('/ws');
  });

  test('a file saved later arrives', async () => {
    const repository = cleanup.folder(new TempRepository());
    repository.write('codev/status/0068-feature.md', statusFile());
    const hq = await baseHq();
    await connect(hq, repository.path);
    await hq.updateOf('codev/status/0068-feature.md');
    repository.write('codev/status/0068-feature.md', statusFile({ log: '- Started\n- More\n' }));
    await hq.updateOf('codev/status/0068-feature.md', ({ content }) => String(content).includes('More'));
  });

  test('an approval without a decision id becomes a commit, and is answered', async () => {
    const repository = cleanup.folder(new TempRepository());
    repository.write('codev/status/test-project.md', statusFile({ id: '"test"' }));
    repository.commitAll();
    const hq = await baseHq();
    await connect(hq, repository.path);
    await hq.updateOf('codev/status/test-project.md');
    const id = hq.send('approval', {
      project_path: repository.path,
      project_id: 'test',
      gate: 'human_approval',
      approved_by: 'waleed',
      approved_at: '2026-01-16T06:15:12.348Z',
      comment: 'Looks good',
    });
    const response = await hq.responseTo(id);
    expect(response).toMatchObject({ success: true, payload: { outcome: 'applied' } });
    expect(repository.git('log', '-1', '--format=%H').trim()).toBe(response.payload?.['commit']);
    expect(repository.git('log', '-1', '--format=%an|%ae|%cn|%s')).toBe(
      'waleed|waleed@people.codev-hq.invalid|The Machine|[HQ] Gate approved: specify_to_plan.human_approval by waleed\n',
    );
    expect(repository.read('codev/status/test-project.md')).toContain('status: passed');
    expect(repository.git('status', '--porcelain')).toBe('');
    const update = await hq.updateOf('codev/status/test-project.md', ({ content }) =>
      String(content).includes('passed'),
    );
    expect(update['content']).toBe(repository.read('codev/status/test-project.md'));
  });

  test('a sync_request is answered with the contents', async () => {
    const repository = cleanup.folder(new TempRepository());
    repository.write('codev/status/0068-feature.md', statusFile());
    const hq = await baseHq();
    await connect(hq, repository.path);
    await hq.updateOf('codev/status/0068-feature.md');
    hq.send('sync_request', { project_path: repository.path, last_known_sha: 'abc123' });
    const answer = await hq.until('the answer', () => hq.of('sync_response')[0]);
    expect(answer).toEqual({
      project_path: repository.path,
      status_files: [{ path: 'codev/status/0068-feature.md', content: statusFile() }],
      builders: [],
    });
  });
});

import { FakeMachine } from '../../testing/fake-machine.js';
import { FIXED_KEY, RunningHq } from '../../testing/running-hq.js';
import { FrameIntake } from './frame-intake.js';

const digest = 'a'.repeat(64);
const files = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ path: `codev/status/${i}.md`, digest }));
const manifest = (status_files: unknown[]) => ({ project_path: '/code/shop', status_files, builders: [] });

/** Begins what is checked in several turns, and opens a newer connection before the check is over. */
async function whileChecking(hq: RunningHq, begin: () => void): Promise<FakeMachine> {
  const intake = hq.app.get(FrameIntake);
  const take = intake.take.bind(intake);
  return new Promise((resolve) => {
    intake.take = (...frame) => {
      const taken = take(...frame);
      if (taken.kind !== 'later') return taken;
      const checked = taken.intake.then(async (result) => {
        resolve(await FakeMachine.registered(hq.url, FIXED_KEY));
        return result;
      });
      return { kind: 'later', intake: checked };
    };
    begin();
  });
}

describe('a manifest that is too long for one turn of the loop', () => {
  let hq: RunningHq;
  let machine: FakeMachine;
  beforeEach(async () => {
    hq = await RunningHq.start({});
    machine = await FakeMachine.registered(hq.url, FIXED_KEY);
  });
  afterEach(() => hq.stop());

  it('is taken whole, and what comes behind it waits for it', async () => {
    const listed = machine.request('sync_response', manifest(files(1001)));
    const path = 'codev/status/not-listed.md';
    const update = { project_path: '/code/shop', status_file: path, content: '' };
    expect(await machine.request('status_update', update)).toMatchObject({ success: true });
    expect(((await listed).payload?.['wanted'] as unknown[]).length).toBe(1001);
    const state = await machine.request('sync_request', { project_path: '/code/shop' });
    expect(state.payload?.['status_files']).toMatchObject([{ path }]);
  });

  it('is refused with the first mistake and where to look for it', async () => {
    const lines = files(1000);
    const answer = await machine.request('sync_response', manifest([...lines, { path: 7 }, { path: 8 }]));
    expect(answer).toMatchObject({
      code: 'INVALID_MESSAGE',
      error: expect.stringContaining(
        'counting its files from number 1000, is not valid: status_files.0.path',
      ),
    });
  });

  it('is refused when it lists more than 10,000 files', async () => {
    const lines = Array.from({ length: 10_001 }, () => ({ path: 'a' }));
    expect(await machine.request('sync_response', manifest(lines))).toMatchObject({
      code: 'INVALID_MESSAGE',
      error: 'A manifest may list 10000 files; this one has 10001.',
    });
  });

  it('counts for nothing when its connection is closed meanwhile', async () => {
    await machine.request('status_update', {
      project_path: '/code/shop',
      status_file: 'codev/status/here.md',
      content: '',
    });
    const newer = await whileChecking(hq, () => {
      machine.send('sync_response', manifest(files(1000)));
    });
    const state = await newer.request('sync_request', { project_path: '/code/shop' });
    const paths = (state.payload?.['status_files'] as { path: string }[]).map(({ path }) => path);
    expect(paths).toEqual(['codev/status/here.md']);
  });
});

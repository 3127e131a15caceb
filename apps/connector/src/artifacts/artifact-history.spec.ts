import { createHash } from 'node:crypto';
import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { DIFF_ARTIFACT } from '@codev-hq/protocol';
import { porchFile, porchProject } from '../../testing/porch-project.js';
import { Cleanup, recordedLog } from '../../testing/running-connector.js';
import { isolateGit } from '../../testing/temp-repository.js';
import { StatusFileStore } from '../status-files/status-file-store.js';
import { ArtifactStore } from './artifact-store.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const PLAN = 'codev/plans/412-retry-queue.md';
const sha = (text: string) => createHash('sha256').update(text).digest('hex');

async function stage() {
  const { main, builder } = porchProject(porchFile({ gate: 'dev-approval' }));
  cleanup.folder(main);
  const workspaces = [{ path: main.path, name: 'p', isRepository: true }];
  const { log } = recordedLog();
  const files = new StatusFileStore(workspaces, log);
  cleanup.add(files, (each) => each.onApplicationShutdown());
  const store = new ArtifactStore(workspaces, files, log);
  cleanup.add(store, (each) => each.onApplicationShutdown());
  await files.look();
  await store.look();
  const commit = (path: string, text: string): string => {
    builder.write(path, text);
    return builder.commitAll(`write ${path}`);
  };
  const read = (at: string, path = PLAN, offset = 0) =>
    store.read({ project_path: main.path, worktree: builder.path, path, offset, at });
  return { main, builder, commit, read };
}

describe('an artifact as a commit has it', () => {
  test('is that commit’s, whatever the branch and the disk say since', async () => {
    const { builder, commit, read } = await stage();
    const first = commit(PLAN, '# Plan\none\n');
    const second = commit(PLAN, '# Plan\ntwo\n');
    builder.write(PLAN, '# Plan\nthree\n');
    const answer = { path: PLAN, content: '# Plan\none\n', digest: sha('# Plan\none\n'), size: 11 };
    expect(await read(first)).toEqual({ ok: true, answer });
    expect(await read(second)).toMatchObject({ answer: { content: '# Plan\ntwo\n' } });
  });

  test('is read also when it is gone since, and comes in pieces', async () => {
    const { builder, commit, read } = await stage();
    const text = 'x'.repeat(200_000);
    const at = commit(PLAN, text);
    builder.git('rm', '-q', PLAN);
    builder.commitAll('without');
    expect(await read(at)).toMatchObject({ answer: { next_offset: 131_072, size: 200_000 } });
    expect(await read(at, PLAN, 131_072)).toMatchObject({ answer: { content: 'x'.repeat(68_928) } });
  });

  test('may be the status file, as it was', async () => {
    const { commit, read } = await stage();
    const path = 'codev/status/0412-retry-queue.md';
    const at = commit(path, '# Before\n');
    commit(path, '# Since\n');
    expect(await read(at, path)).toMatchObject({ answer: { path, content: '# Before\n' } });
  });

  test('is the difference from where the branch began up to then', async () => {
    const { commit, read } = await stage();
    const at = commit('src/queue.ts', 'export {};\n');
    commit('src/queue.ts', 'export const later = 1;\n');
    const shown = await read(at, DIFF_ARTIFACT);
    expect(shown).toMatchObject({ ok: true, answer: { content: expect.stringContaining('+export {};') } });
    expect(JSON.stringify(shown)).not.toContain('later');
  });

  test('is not shown of commits that its branch has never been at', async () => {
    const { main, read } = await stage();
    main.write(PLAN, 'elsewhere');
    const elsewhere = main.commitAll('elsewhere');
    for (const at of [elsewhere, 'f'.repeat(40)])
      expect(await read(at)).toMatchObject({
        refusal: { code: 'NOT_FOUND', error: expect.stringContaining(`${at.slice(0, 12)} is no commit`) },
      });
  });

  test.each(['HEAD', 'main', '--output=pwned', '-h', 'HEAD~1', '3f786850', ''])(
    'is not looked for at %j, which is no commit’s whole name',
    async (at) => {
      const { builder, commit, read } = await stage();
      commit(PLAN, 'one');
      expect(await read(at)).toMatchObject({ ok: false, refusal: { code: 'NOT_FOUND' } });
      expect(existsSync(join(builder.path, 'pwned'))).toBe(false);
    },
  );

  test('is nothing but what may be sent today, and no link', async () => {
    const { builder, commit, read } = await stage();
    builder.write('.env', 'SECRET=1');
    symlinkSync('../../.env', join(builder.path, 'codev/projects/link.md'));
    commit('codev/plans/deep/412.md', 'below');
    const at = commit('codev/plans/412-bin.md', 'a\0b');
    for (const path of ['.env', 'codev/projects/link.md', 'codev/plans/deep', 'codev/plans/../../.env', PLAN])
      expect(await read(at, path)).toMatchObject({ ok: false, refusal: { code: 'NOT_FOUND' } });
    expect(await read(at, 'codev/plans/412-bin.md')).toMatchObject({ refusal: { code: 'UNSUPPORTED' } });
  });
});

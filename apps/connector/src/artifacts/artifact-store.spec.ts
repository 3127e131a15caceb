import { createHash } from 'node:crypto';
import { symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { DIFF_ARTIFACT } from '@codev-hq/protocol';
import { PORCH_FILE, porchFile, porchProject } from '../../testing/porch-project.js';
import { Cleanup, recordedLog } from '../../testing/running-connector.js';
import { isolateGit, TempFolder } from '../../testing/temp-repository.js';
import { StatusFileStore } from '../status-files/status-file-store.js';
import { ArtifactStore } from './artifact-store.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const sha = (text: string) => createHash('sha256').update(text).digest('hex');

/** Gives git this long to compare. */
class HastyArtifacts extends ArtifactStore {
  protected override readonly diffLimitMs = 200;
}

/** A git that never ends comparing. */
function slowGit(): void {
  const folder = cleanup.folder(new TempFolder());
  const git = process.env['PATH'];
  folder.write(
    'git',
    `#!/bin/sh\ncase "$*" in *diff-tree*) exec sleep 60;; esac\nPATH='${git}' exec git "$@"\n`,
  );
  folder.executable('git');
  process.env['PATH'] = `${folder.path}:${git}`;
  cleanup.add(git, (before) => void (process.env['PATH'] = before));
}

function stage(content = porchFile(), gitRemote?: string, Store = ArtifactStore) {
  const { main, builder } = porchProject(content);
  cleanup.folder(main);
  const workspaces = [{ path: main.path, name: 'p', isRepository: true, ...(gitRemote && { gitRemote }) }];
  const { log } = recordedLog();
  const files = new StatusFileStore(workspaces, log);
  cleanup.add(files, (each) => each.onApplicationShutdown());
  const store = new Store(workspaces, files, log);
  cleanup.add(store, (each) => each.onApplicationShutdown());
  const told: string[] = [];
  store.changes.subscribe(({ path }) => told.push(path));
  const look = async () => {
    await files.look();
    await store.look();
    return store.of(files.list(main.path).find(({ path }) => path === PORCH_FILE)!);
  };
  const read = (path: string, offset = 0, worktree: string | undefined = builder.path, at?: string) =>
    store.read({ project_path: main.path, worktree, path, offset, at });
  return { main, builder, store, told, look, read };
}

describe('what a person reads for a gate', () => {
  test('is the project’s own, in its worktree, with digests', async () => {
    const { builder, look } = stage(
      porchFile({ top: 'pr_history:\n  - pr_number: 7\n' }),
      'git@github.com:acme/shop.git',
    );
    builder.write('codev/specs/412-retry-queue.md', '# Spec\n');
    builder.write('codev/plans/0412-retry-queue.md', '# Plan\n');
    builder.write('codev/plans/4120-other.md', 'not ours');
    builder.write('codev/reviews/413-other.md', 'not ours');
    builder.write('codev/projects/0412-retry-queue/0412-plan-iter2-gemini.txt', 'LGTM');
    builder.write('codev/projects/0412-retry-queue/plan.md', '# Steps\n');
    builder.write('codev/projects/0412-retry-queue/notes.txt', 'not for reading');
    expect(await look()).toEqual([
      { kind: 'spec', path: 'codev/specs/412-retry-queue.md', digest: sha('# Spec\n'), size: 7 },
      { kind: 'plan', path: 'codev/plans/0412-retry-queue.md', digest: sha('# Plan\n'), size: 7 },
      {
        kind: 'consultation',
        path: 'codev/projects/0412-retry-queue/0412-plan-iter2-gemini.txt',
        phase: 'plan',
        iteration: 2,
        model: 'gemini',
        digest: sha('LGTM'),
        size: 4,
      },
      {
        kind: 'plan',
        path: 'codev/projects/0412-retry-queue/plan.md',
        digest: sha('# Steps\n'),
        size: 8,
      },
      {
        kind: 'pull-request',
        path: 'https://github.com/acme/shop/pull/7',
        url: 'https://github.com/acme/shop/pull/7',
        title: '#7',
      },
    ]);
  });

  test('is told anew when it changes, and not when nothing does', async () => {
    const { builder, look, told } = stage();
    builder.write('codev/plans/412.md', 'one');
    await look();
    await look();
    expect(told).toEqual([PORCH_FILE]);
    builder.write('codev/plans/412.md', 'two');
    expect(await look()).toMatchObject([{ digest: sha('two') }]);
    expect(told).toHaveLength(2);
  });

  test('nobody is asked to read for a gate that does not wait', async () => {
    const { builder, look } = stage(porchFile({ requested: '' }));
    builder.write('codev/plans/412.md', 'one');
    expect(await look()).toBeUndefined();
  });

  test('before dev-approval is the difference to where the branch began, committed or not', async () => {
    const { builder, look, read } = stage(porchFile({ gate: 'dev-approval' }));
    builder.write('src/queue.ts', 'export {};\n');
    builder.commitAll('build');
    builder.write('src/queue.ts', 'export const x = 1;\n');
    builder.write('picture.bin', '\0\u0001');
    builder.git('add', 'picture.bin');
    const diff = (await look())?.find(({ kind }) => kind === 'diff');
    const shown = await read(DIFF_ARTIFACT);
    expect(shown).toMatchObject({ ok: true, answer: { path: DIFF_ARTIFACT, digest: diff?.digest } });
    const { content } = (shown as { answer: { content: string } }).answer;
    expect(content).toContain('+export const x = 1;');
    expect(content).toContain('Binary files /dev/null and b/picture.bin differ');
  });

  test('is the beginning of a difference that is longer than anybody reads, and is another when its end is', async () => {
    const { builder, look, read } = stage(porchFile({ gate: 'dev-approval' }));
    builder.write('src/a-generated.sql', `-- ${'€'.repeat(39)}\n`.repeat(160_000));
    builder.write('src/z-last.ts', 'export {};\n');
    builder.commitAll('build');
    const first = (await look())?.find(({ kind }) => kind === 'diff');
    expect(first).toEqual({
      kind: 'diff',
      path: DIFF_ARTIFACT,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const shown = await read(DIFF_ARTIFACT);
    expect(shown).toMatchObject({ ok: true, answer: { digest: first?.digest, truncated: true } });
    expect(shown).not.toHaveProperty('answer.size');
    builder.write('src/z-last.ts', 'export const another = 1;\n');
    const saved = (await look())?.find(({ kind }) => kind === 'diff');
    expect(saved?.digest).not.toBe(first?.digest);
    builder.commitAll('build on');
    expect((await look())?.find(({ kind }) => kind === 'diff')).toEqual(saved);
  });

  test('is listed also when git takes too long to compare, and says what to do', async () => {
    const { builder, look, read } = stage(porchFile({ gate: 'dev-approval' }), undefined, HastyArtifacts);
    builder.write('codev/plans/412.md', 'plan');
    builder.commitAll();
    slowGit();
    const plan = { kind: 'plan', path: 'codev/plans/412.md', digest: sha('plan'), size: 4 };
    expect(await look()).toEqual([plan, { kind: 'diff', path: DIFF_ARTIFACT }]);
    expect(await read(DIFF_ARTIFACT)).toEqual({
      ok: false,
      refusal: {
        code: 'GIT_FAILED',
        error: `Git took longer than 0.2 s to compare it with main. Look at it on that machine: git -C ${builder.path} diff --merge-base main`,
      },
    });
  });

  test('is listed also when there is nothing to compare it with', async () => {
    const { main, look, read } = stage(porchFile({ gate: 'dev-approval' }));
    main.git('checkout', '-q', '--detach');
    expect(await look()).toEqual([{ kind: 'diff', path: DIFF_ARTIFACT }]);
    expect(await read(DIFF_ARTIFACT)).toMatchObject({
      refusal: { error: expect.stringContaining('no branch checked out') },
    });
  });
});

describe('reading an artifact', () => {
  test('comes in pieces that are cut between characters, up to 1 MiB', async () => {
    const { builder, look, read } = stage();
    const text = '€'.repeat(400_000);
    builder.write('codev/plans/412.md', text);
    await look();
    let content = '';
    for (let offset: number | undefined = 0; offset !== undefined;) {
      const piece = await read('codev/plans/412.md', offset);
      if (!piece.ok) throw new Error(piece.refusal.error);
      expect(piece.answer).toMatchObject({ digest: sha(text), size: 1_200_000, truncated: true });
      content += piece.answer.content;
      offset = piece.answer.next_offset;
    }
    expect(text.startsWith(content)).toBe(true);
    expect(Buffer.byteLength(content)).toBeGreaterThan(1024 * 1024 - 4);
    expect(Buffer.byteLength(content)).toBeLessThanOrEqual(1024 * 1024);
  });

  test('of more than 8 MiB sends the beginning, with the digest and the size of all of it', async () => {
    const { builder, look, read, told } = stage();
    const text = '€'.repeat(3_000_000);
    builder.write('codev/plans/412.md', text);
    const listed = { kind: 'plan', path: 'codev/plans/412.md', digest: sha(text), size: 9_000_000 };
    expect(await look()).toEqual([listed]);
    const answer = { digest: sha(text), size: 9_000_000, truncated: true };
    expect(await read(listed.path)).toMatchObject({ ok: true, answer: { ...answer, next_offset: 131_070 } });
    const last = await read(listed.path, 131_070 * 7 + 1_200);
    expect(last).toMatchObject({ ok: true, answer });
    builder.write('codev/plans/412.md', `${text}.`);
    expect(await look()).toEqual([{ ...listed, digest: sha(`${text}.`), size: 9_000_001 }]);
    expect(told).toHaveLength(2);
    const at = builder.commitAll();
    expect(await read(listed.path, 0, builder.path, at)).toMatchObject({
      refusal: { code: 'TOO_LARGE', error: expect.stringContaining(`show ${at.slice(0, 12)}:`) },
    });
  });

  test('of more than 256 MiB names where it is; it is listed, and nothing is bound to it', async () => {
    const { builder, look, read } = stage();
    const path = 'codev/plans/412.md';
    const size = 257 * 1024 * 1024;
    truncateSync(builder.write(path, ''), size);
    expect(await look()).toEqual([{ kind: 'plan', path, size }]);
    expect(await read(path)).toMatchObject({
      refusal: { code: 'TOO_LARGE', error: expect.stringContaining(join(builder.path, path)) },
    });
  });

  test('names the diff and the pull request also when there is more to read than a message can name', async () => {
    const gate = porchFile({ gate: 'dev-approval', top: 'pr_history:\n  - pr_number: 7\n' });
    const { builder, look } = stage(gate, 'git@github.com:acme/shop.git');
    for (let round = 0; round < 120; round++)
      builder.write(`codev/projects/0412-retry-queue/0412-plan-iter${round}-gemini.txt`, 'LGTM');
    const kinds = (await look())?.map(({ kind }) => kind);
    expect(kinds).toHaveLength(100);
    expect(kinds?.slice(-2)).toEqual(['diff', 'pull-request']);
  });

  test.each([
    '.env',
    'src/a.md',
    'codev/plans/../../.env',
    '/etc/passwd',
    'codev/plans',
    'codev/plans/x.sh',
    '',
  ])('%j is not sent', async (path) => {
    const { builder, look, read } = stage();
    builder.write('.env', 'SECRET=1');
    builder.write('src/a.md', 'a');
    builder.write('codev/plans/x.sh', 'a');
    await look();
    expect(await read(path)).toMatchObject({ ok: false, refusal: { code: 'NOT_FOUND' } });
  });

  test('a link that leads elsewhere is not followed, and what is no text is not sent', async () => {
    const { builder, look, read } = stage();
    builder.write('.env', 'SECRET=1');
    builder.write('codev/plans/bin.md', 'a\0b');
    symlinkSync(join(builder.path, '.env'), join(builder.path, 'codev/plans/link.md'));
    symlinkSync('/etc/hostname', join(builder.path, 'codev/plans/out.md'));
    await look();
    expect(await read('codev/plans/link.md')).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
    expect(await read('codev/plans/out.md')).toMatchObject({ refusal: { code: 'NOT_FOUND' } });
    expect(await read('codev/plans/bin.md')).toMatchObject({ refusal: { code: 'UNSUPPORTED' } });
  });

  test('only checkouts of the project are read', async () => {
    const { look, read } = stage();
    await look();
    expect(await read('codev/plans/412.md', 0, '/etc')).toMatchObject({
      refusal: { code: 'PROJECT_NOT_FOUND' },
    });
  });
});

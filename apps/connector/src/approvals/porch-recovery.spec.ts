import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Stopped } from '../../testing/approval-bench.js';
import { PORCH_FILE, porchFile } from '../../testing/porch-project.js';
import { ADA, porchStage, RECORD, SUBJECT, subjects } from '../../testing/porch-stage.js';
import { isRunning } from '../../testing/processes.js';
import { Cleanup } from '../../testing/running-connector.js';
import { isolateGit } from '../../testing/temp-repository.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

describe('a process that stops while porch works', () => {
  test('ends it, and the next process asks it anew', async () => {
    const { bench, builder, porch, payload, start } = await porchStage(cleanup, {
      checks: [{ until: '/nonexistent' }],
    });
    const deciding = bench.decidePayload(payload).catch((error: unknown) => error);
    const check = await porch.checkProcess();
    bench.service.stopWaiting();
    expect(await deciding).toBeInstanceOf(Stopped);
    expect(isRunning(check)).toBe(false);
    expect(builder.read(PORCH_FILE)).toBe(porchFile());
    porch.control({});
    const next = await start();
    await next.service.recover();
    expect(builder.commits()).toHaveLength(2);
    expect(await next.decidePayload(payload)).toMatchObject({ ok: true, outcome: { outcome: 'applied' } });
    expect(subjects(builder).slice(0, 2)).toEqual([`${RECORD} | ${ADA}`, `${SUBJECT} | ${ADA}`]);
  });

  test.each([
    [
      'before porch is asked',
      (at: { edit?: unknown; outcome?: unknown }) => !at.edit && !at.outcome,
      'after',
      0,
    ],
    ['when porch is done', (at: { edit?: unknown }) => at.edit !== undefined, 'before', 1],
    ['before the record is written', (at: { edit?: unknown }) => at.edit !== undefined, 'after', 1],
    ['when all is committed', (at: { outcome?: unknown }) => at.outcome !== undefined, 'before', 1],
  ] as const)(
    'killed %s: there is one approval and one record in the end',
    async (_, isIt, when, recovered) => {
      const { bench, builder, porch, payload, start } = await porchStage(cleanup);
      bench.killWhen(isIt, when);
      await expect(bench.decidePayload(payload)).rejects.toThrow('killed');
      const next = await start();
      await next.service.recover();
      expect(builder.commits()).toHaveLength(2 + 2 * recovered);
      expect(await next.decidePayload(payload)).toMatchObject({ ok: true });
      expect(subjects(builder).slice(0, 2)).toEqual([`${RECORD} | ${ADA}`, `${SUBJECT} | ${ADA}`]);
      expect(builder.commits()).toHaveLength(4);
      expect(porch.runs).toHaveLength(1);
      expect(existsSync(join(bench.data.path, 'running'))).toBe(true);
    },
  );
});

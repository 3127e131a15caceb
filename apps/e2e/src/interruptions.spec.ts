import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ADA, signedIn } from '../testing/browser.ts';
import { Connector } from '../testing/connector.ts';
import { approveButton, committedAs, heading, inboxRow, openGate } from '../testing/gate-page.ts';
import { Hq } from '../testing/hq.ts';
import { Repository, statusFile } from '../testing/repository.ts';
import { cleanUp, scratchFolder } from '../testing/scratch.ts';
import { until } from '../testing/until.ts';

/** Each test has a project of its own, so that none depends on what another left. */
const fileOf = (id: string) => `codev/status/${id}-project.md`;

describe('interruptions', () => {
  let hq: Hq;
  let machine: Connector;
  let page: Page;
  const repository = new Repository('shop');

  beforeAll(async () => {
    repository.commit('README.md', '# Shop\n');
    hq = await Hq.start();
    machine = await Connector.start(hq, 'laptop', [repository]);
    page = await signedIn(hq, ADA);
  });
  afterAll(cleanUp);

  beforeEach(async () => {
    await page.goto(`${hq.url}/`);
  });

  const project = (id: string) => {
    repository.commit(fileOf(id), statusFile({ id, title: `Project ${id}` }));
  };
  const approvalsOf = (id: string) =>
    repository.approvals().filter(({ files }) => files.includes(fileOf(id)));

  test('HQ stopped and started in the middle: the page and the machine come back by themselves', async () => {
    project('0001');
    await inboxRow(page, '0001').waitFor();
    expect(await hq.stop()).toEqual({ code: 0, signal: null });
    await page.getByText(/^As of .*HQ cannot be reached\.$/).waitFor({ timeout: 30_000 });
    project('0002');

    await hq.start();
    await inboxRow(page, '0001').waitFor({ timeout: 30_000 });
    await inboxRow(page, '0002').waitFor({ timeout: 30_000 });
    expect(await page.getByText('HQ cannot be reached').count()).toBe(0);

    await machine.online();
    await openGate(page, '0002');
    await approveButton(page).click();
    await committedAs(page);
    expect(approvalsOf('0002')).toHaveLength(1);
    expect(approvalsOf('0001')).toHaveLength(0);
  });

  test('S6 S8: a decision for a machine that is offline outlives a kill -9 of HQ and is applied once when it is back', async () => {
    project('0003');
    await openGate(page, '0003');
    await machine.stop();
    await machine.offline();
    await approveButton(page).click();
    await heading(page, 'Recorded at HQ').waitFor();
    await page.getByText('laptop is offline. It will be delivered when laptop is back.').first().waitFor();
    expect(approvalsOf('0003')).toHaveLength(0);

    await hq.stop('SIGKILL');
    await hq.start();
    await machine.start();

    await committedAs(page);
    expect(approvalsOf('0003')).toHaveLength(1);
    expect(repository.read(fileOf('0003'))).toContain('human_approval: { status: passed');
  });

  test.each([
    ['git, left alone, ends without a commit', '0004', 1, 0],
    ['git, left alone, ends the commit', '0005', 0, 1],
  ])(
    'C14: a connector killed with -9 while git commits applies once after its restart: %s',
    async (_, id, exit, left) => {
      project(id);
      await openGate(page, id);
      const signals = scratchFolder('hook');
      const [started, release] = [join(signals, 'started'), join(signals, 'release')];
      const wait = `while [ ! -e '${release}' ]; do sleep 0.02; done`;
      // git reads the message between `pre-commit` and this one: killed before it is written, git would end without a commit.
      repository.hook('commit-msg', `touch '${started}'\n${wait}\nexit ${exit}`);
      await approveButton(page).click();
      await until('git to run the hook', () => existsSync(started));
      await heading(page, 'Sent to laptop').waitFor();

      await machine.crash();
      repository.hook('commit-msg', 'exit 0');
      writeFileSync(release, '');
      await until('git to be done', () => !existsSync(join(repository.path, '.git', 'index.lock')));
      expect(approvalsOf(id)).toHaveLength(left);
      await machine.start();

      await page.getByRole('heading', { name: /^(Approved · committed as|Already applied)/ }).waitFor();
      expect(approvalsOf(id)).toHaveLength(1);
      expect(repository.read(fileOf(id)).match(/Gate specify_to_plan.human_approval approved/g)).toHaveLength(
        1,
      );
      expect(repository.git('status', '--porcelain')).toBe('');
    },
  );

  test('C4: what the developer has staged and changed is the same before and after an approval', async () => {
    project('0006');
    repository.write('staged.txt', 'staged\n');
    repository.git('add', 'staged.txt');
    repository.write('README.md', '# Shop, being edited\n');
    repository.write('untracked.txt', 'new\n');
    const before = repository.git('status', '--porcelain');

    await openGate(page, '0006');
    await approveButton(page).click();
    await committedAs(page);

    expect(repository.git('status', '--porcelain')).toBe(before);
    expect(approvalsOf('0006')[0]?.files).toEqual([fileOf('0006')]);
  });

  test('S5: a commit that a hook forbids is shown as refused with git’s words, and the file is as before', async () => {
    project('0007');
    const before = repository.read(fileOf('0007'));
    repository.hook('pre-commit', 'echo "Commits are frozen until Monday." >&2\nexit 1');
    await openGate(page, '0007');
    await approveButton(page).click();
    await page.getByText('Commits are frozen until Monday.').first().waitFor();
    expect(approvalsOf('0007')).toHaveLength(0);
    expect(repository.read(fileOf('0007'))).toBe(before);
  });
});

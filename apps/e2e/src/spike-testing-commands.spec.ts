import { execFileSync } from 'node:child_process';
import { ADA, signedIn } from '../testing/browser.ts';
import { Connector } from '../testing/connector.ts';
import { approveButton, committedAs, inboxRow } from '../testing/gate-page.ts';
import { Hq } from '../testing/hq.ts';
import { cleanEnvironment } from '../testing/node-process.ts';
import { Repository } from '../testing/repository.ts';
import { cleanUp } from '../testing/scratch.ts';
import { until } from '../testing/until.ts';

/** From the spike's "Testing Commands", to the letter. */
const TESTING_COMMANDS = `
mkdir -p codev/status
cat > codev/status/test-project.md << 'EOF'
---
id: "test"
protocol: SPIR
current_phase: specify
gates:
  specify_to_plan:
    human_approval: { status: pending }
---
## Log
- Started
EOF
`;
const FILE = 'codev/status/test-project.md';
const A_SECOND = 1000;

afterAll(cleanUp);

test('C1 C2 C10 S11: the spike’s Testing Commands: its file appears within a second, Approve passes the gate and commits', async () => {
  const hq = await Hq.start({ CODEV_HQ_API_KEY: 'dev-key-spike' });
  const repository = new Repository('project');
  await Connector.start(hq, 'laptop', [repository], 'dev-key-spike');
  const page = await signedIn(hq, ADA);
  await page.getByRole('heading', { name: 'All clear' }).waitFor();

  execFileSync('sh', ['-c', TESTING_COMMANDS], { cwd: repository.path, env: cleanEnvironment() });
  await inboxRow(page, 'test').waitFor({ timeout: A_SECOND });
  const before = repository.read(FILE);

  await inboxRow(page, 'test').click();
  await approveButton(page).click();
  const commit = await committedAs(page);

  const after = repository.read(FILE);
  const passed = /human_approval: \{ status: passed, by: 'Ada Lovelace', at: '[-\d]+T[:.\d]+Z' \}/;
  expect(after).toMatch(passed);
  const [, logLine] = /^(- [^\n]*Ada Lovelace[^\n]*\n)$/m.exec(after) ?? [];
  expect(after.replace(passed, 'human_approval: { status: pending }')).toBe(before + (logLine ?? ''));

  expect(repository.approvals()).toEqual([
    {
      sha: expect.stringMatching(new RegExp(`^${commit}`)),
      author: 'Ada Lovelace <ada@example.org>',
      committer: 'The machine <machine@example.org>',
      subject: '[HQ] Gate approved: specify_to_plan.human_approval by Ada Lovelace',
      body: expect.stringMatching(
        /^HQ-Decision: \S+\nHQ-Approver: Ada Lovelace <ada@example.org>\nHQ-Proof: \S+\n*$/m,
      ),
      files: [FILE],
    },
  ]);
  expect(repository.git('status', '--porcelain')).toBe('');
  await until('the gate to leave the list', async () => (await hq.waiting()).length === 0);
});

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

interface Case {
  readonly path: string;
  readonly imports: string;
  /** The rule that must refuse it; without one the import must be accepted. */
  readonly refusedBy?:
    'no-restricted-imports' | '@nx/enforce-module-boundaries' | '@typescript-eslint/no-restricted-imports';
}
interface Answer {
  readonly messages: readonly { readonly ruleId: string | null; readonly message: string }[];
}

const root = join(__dirname, '..', '..');
const IN_APP = 'no-restricted-imports';
const BETWEEN = '@nx/enforce-module-boundaries';
const BUT_TYPES = '@typescript-eslint/no-restricted-imports';

const cases: Record<string, Case> = {
  'HQ imports the connector': {
    path: 'apps/hq/src/state/illegal.ts',
    imports: '../../../connector/src/main.js',
    refusedBy: BETWEEN,
  },
  'the dashboard imports HQ': {
    path: 'apps/dashboard/src/app/inbox/illegal.ts',
    imports: '../../../../hq/src/app.module.js',
    refusedBy: BETWEEN,
  },
  'the dashboard imports Nest': {
    path: 'apps/dashboard/src/app/inbox/illegal.ts',
    imports: '@nestjs/common',
    refusedBy: BETWEEN,
  },
  'HQ imports Angular': {
    path: 'apps/hq/src/state/illegal.ts',
    imports: '@angular/core',
    refusedBy: BETWEEN,
  },
  'the protocol imports the status file lib': {
    path: 'libs/protocol/src/illegal.ts',
    imports: '@codev-hq/status-file',
    refusedBy: BETWEEN,
  },
  'the protocol imports a driver': {
    path: 'libs/protocol/src/illegal.ts',
    imports: 'ws',
    refusedBy: BETWEEN,
  },
  'HQ imports the protocol': { path: 'apps/hq/src/state/legal.ts', imports: '@codev-hq/protocol' },
  'a spec reads the golden frames': {
    path: 'apps/hq/src/gateway/legal.spec.ts',
    imports: '../../../../libs/protocol/testing/golden-frames.js',
  },
  'HQ’s persistence imports its rules': {
    path: 'apps/hq/src/persistence/illegal.ts',
    imports: '../state/mirror.js',
    refusedBy: IN_APP,
  },
  'HQ’s approval imports the gateway': {
    path: 'apps/hq/src/approval/illegal.ts',
    imports: '../gateway/connections.js',
    refusedBy: IN_APP,
  },
  'a nested file of HQ’s state imports live': {
    path: 'apps/hq/src/state/files/illegal.ts',
    imports: '../../live/events.controller.js',
    refusedBy: IN_APP,
  },
  'a room that nobody named imports live': {
    path: 'apps/hq/src/newroom/illegal.ts',
    imports: '../live/events.controller.js',
    refusedBy: IN_APP,
  },
  'HQ’s gateway imports approval': {
    path: 'apps/hq/src/gateway/legal.ts',
    imports: '../approval/approval.service.js',
  },
  'HQ’s approval opens the database itself': {
    path: 'apps/hq/src/approval/illegal.ts',
    imports: 'kysely',
    refusedBy: IN_APP,
  },
  'HQ’s persistence opens the database': {
    path: 'apps/hq/src/persistence/legal.ts',
    imports: 'better-sqlite3',
  },
  'the connector’s status-files knows HQ': {
    path: 'apps/connector/src/status-files/illegal.ts',
    imports: '../hq-link/socket.js',
    refusedBy: IN_APP,
  },
  'the connector’s approvals watches files': {
    path: 'apps/connector/src/approvals/illegal.ts',
    imports: 'chokidar',
    refusedBy: IN_APP,
  },
  'the connector’s agent-farm opens a database': {
    path: 'apps/connector/src/agent-farm/illegal.ts',
    imports: 'better-sqlite3',
    refusedBy: IN_APP,
  },
  'the connector’s status-files watches files': {
    path: 'apps/connector/src/status-files/legal.ts',
    imports: 'chokidar',
  },
  'the connector’s hq-link runs git': {
    path: 'apps/connector/src/hq-link/illegal.ts',
    imports: 'simple-git',
    refusedBy: IN_APP,
  },
  'a page of the dashboard talks HTTP': {
    path: 'apps/dashboard/src/app/inbox/illegal.ts',
    imports: '@angular/common/http',
    refusedBy: IN_APP,
  },
  'a page of the dashboard imports another page': {
    path: 'apps/dashboard/src/app/inbox/illegal.ts',
    imports: '../gate/gate-page',
    refusedBy: IN_APP,
  },
  'the dashboard takes a schema through the protocol’s index': {
    path: 'apps/dashboard/src/app/hq-client/illegal.ts',
    imports: '@codev-hq/protocol',
    refusedBy: BUT_TYPES,
  },
  'the dashboard takes a schema from its own file': {
    path: 'apps/dashboard/src/app/hq-client/legal.ts',
    imports: '@codev-hq/protocol/rest',
  },
};

describe('import rules', () => {
  const answers = new Map<string, Answer>();

  beforeAll(() => {
    const texts = Object.values(cases).map(({ path, imports }) => ({
      path,
      text: `import { thing } from '${imports}';\n\nexport const used = thing;\n`,
    }));
    const run = spawnSync(process.execPath, [join(root, 'tools/lint/lint-texts.mjs')], {
      cwd: root,
      encoding: 'utf8',
      input: JSON.stringify(texts),
      env: { ...process.env, NX_DAEMON: 'false' },
    });
    if (run.status !== 0) throw new Error(`The lint did not run: ${run.stderr}`);
    const found = JSON.parse(run.stdout) as Answer[];
    Object.keys(cases).forEach((title, index) => answers.set(title, found[index]!));
  }, 120_000);

  test.each(Object.entries(cases).filter(([, one]) => one.refusedBy))(
    'refuses: %s',
    (title, { refusedBy }) => {
      expect(answers.get(title)?.messages.map(({ ruleId }) => ruleId)).toContain(refusedBy);
    },
  );

  test.each(Object.entries(cases).filter(([, one]) => !one.refusedBy))('accepts: %s', (title) => {
    expect(answers.get(title)?.messages).toEqual([]);
  });
});

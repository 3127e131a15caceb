import { execFileSync } from 'node:child_process';
import { newLinkCommand } from './new-link.ts';

const ADA = { name: 'Ada Lovelace', email: 'ada@example.org', unknown: [] };

test('the command names HQ’s data folder and the same person', () => {
  expect(newLinkCommand('/code/hq', { hqDir: '/data/hq' }, ADA, 'linux')).toBe(
    "CODEV_HQ_DATA_DIR=/data/hq node /code/hq/dist/apps/hq/main.js link --name 'Ada Lovelace' --email ada@example.org",
  );
  expect(newLinkCommand('/code/hq', { hqDir: 'C:\\data' }, { name: 'Ada', unknown: [] }, 'win32')).toMatch(
    /^set "CODEV_HQ_DATA_DIR=C:\\data" && node ".*main\.js" link --name "Ada"$/,
  );
});

test('a name and a folder with any characters arrive as they are', () => {
  const name = `Ada O'Hara $HOME \`id\` "x"`;
  const command = newLinkCommand('/code/my hq', { hqDir: "/da'ta" }, { name, unknown: [] }, 'linux');
  const printed = command.replace(
    ' node ',
    ' node -p "JSON.stringify([process.env.CODEV_HQ_DATA_DIR, ...process.argv.slice(1)])" ',
  );
  expect(JSON.parse(execFileSync('sh', ['-c', printed], { encoding: 'utf8' }))).toEqual([
    "/da'ta",
    '/code/my hq/dist/apps/hq/main.js',
    'link',
    '--name',
    name,
  ]);
});

import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.js';

let dataDir: string;
let out: string;
let err: string;
const onOutput = new Set<() => void>();

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'codev-cli-'));
  out = '';
  err = '';
  onOutput.clear();
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    for (const look of onOutput) look();
    return true;
  });
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(dataDir, { recursive: true, force: true });
});

const hq = (args: string[], env: NodeJS.ProcessEnv = {}) =>
  run(args, { CODEV_HQ_DATA_DIR: dataDir, LOG_LEVEL: 'silent', ...env });

/** The secret is base64url, which has `_` among its characters: only the first two part the key. */
function partsOf(key: string): { id: string; secret: string } {
  const [, id, ...secret] = key.split('_');
  return { id: id!, secret: secret.join('_') };
}

function whenPrinted(text: string): Promise<void> {
  return new Promise((resolve) => onOutput.add(() => (out.includes(text) ? resolve() : undefined)));
}

it('keys create prints the key alone; list shows it without its secret; revoke ends it', async () => {
  expect(await hq(['keys', 'create', '--name', 'laptop', '--scopes', 'connector'])).toBe(0);
  const key = out.trim();
  expect(out).toMatch(/^chq_[0-9a-f]{12}_[\w-]{43}\n$/);
  out = '';
  await hq(['keys', 'list']);
  expect(out).toContain('laptop');
  const { id, secret } = partsOf(key);
  expect(out).not.toContain(secret);
  expect(await hq(['keys', 'revoke', id])).toBe(0);
  out = '';
  await hq(['keys', 'list']);
  expect(out).toContain('revoked');
});

it('link says whose it is while nobody has signed in, and that the folder is new', async () => {
  expect(await hq(['link', '--name', 'Ada'])).toBe(0);
  expect(out).toMatch(/^http\S+#[\w-]{43}\n$/);
  expect(err).toContain(`${dataDir} is new: no HQ has run there.`);
  expect(err).toContain('Nobody has signed in yet, so this link is the owner’s');
  err = '';
  expect(await hq(['link', '--name', 'Grace'])).toBe(0);
  expect(err).not.toContain('is new');
});

it('link says who is going to be the owner, until somebody has signed in', async () => {
  await hq(['link', '--name', 'Ada', '--email', 'ada@exmaple.org']);
  expect(err).toContain('Sign in with it first, then make links for others.');
  expect(err).not.toContain('no longer');
  err = '';
  await hq(['link', '--name', 'Ada', '--email', 'ada@example.org']);
  expect(err).toContain('this link is the owner’s, who may do everything. It is the only one that works.');
  expect(err).toContain(
    'The owner is going to be Ada <ada@example.org> now, no longer Ada <ada@exmaple.org>.',
  );
  const key = ['keys', 'create', '--name', 'script', '--scopes', 'read', '--person', 'ada@example.org'];
  expect(await hq(key)).toBe(0);
  err = '';
  await hq(['link', '--name', 'Grace', '--email', 'grace@example.org']);
  expect(err).toBe(
    'Nobody has signed in yet. Ada <ada@example.org> is going to be the owner, because a key speaks in that name; this link makes an approver.\n' +
      'If it is mistyped, revoke that key before it is used, then make this link again.\n',
  );
});

it('a revoked key cannot be renewed, and is said to be there', async () => {
  await hq(['keys', 'create', '--name', 'laptop', '--scopes', 'connector']);
  const { id } = partsOf(out.trim());
  await hq(['keys', 'revoke', id]);
  expect(await hq(['keys', 'rotate', id])).toBe(1);
  expect(err).toContain(`Key ${id} is revoked, and stays so. Make a new one.`);
});

it('keys rotate gives the same key a new secret', async () => {
  await hq(['keys', 'create', '--name', 'laptop', '--scopes', 'connector']);
  const { id, secret } = partsOf(out.trim());
  out = '';
  expect(await hq(['keys', 'rotate', id])).toBe(0);
  expect(out).toMatch(new RegExp(`^chq_${id}_`));
  expect(out).not.toContain(secret);
});

it('audit verify says whether the log is whole; backup and restore say what they did', async () => {
  await hq(['keys', 'create', '--name', 'laptop', '--scopes', 'connector']);
  out = '';
  expect(await hq(['audit', 'verify'])).toBe(0);
  expect(out).toMatch(/^The audit log is whole: 1 rows\.\nIts last is 1:[0-9a-f]{64}\n$/);
  const noted = /1:[0-9a-f]{64}/.exec(out)![0];
  expect(await hq(['audit', 'verify', '--noted', noted])).toBe(0);
  expect(await hq(['audit', 'verify', '--noted', noted.replace('1:', '2:')])).toBe(1);
  expect(err).toContain('the log ends with row 1, but row 2 was written');
  expect(await hq(['audit', 'verify', '--noted', 'yesterday'])).toBe(1);
  expect(err).toContain('NUMBER:HASH');
  const file = join(dataDir, 'backup');
  expect(await hq(['backup', file])).toBe(0);
  expect(await hq(['restore', file])).toBe(1);
  expect(err).toContain('--force');
  expect(await hq(['restore', file, '--force'])).toBe(0);
  expect(out).toContain('the audit log is whole');
});

it('link prints a sign-in link alone, at the address people use', async () => {
  const args = ['link', '--name', 'Ada Lovelace', '--email', 'ada@example.org'];
  expect(await hq(args, { CODEV_HQ_PUBLIC_URL: 'https://hq.example.org' })).toBe(0);
  expect(out).toMatch(/^https:\/\/hq\.example\.org\/sign-in#[\w-]{43}\n$/);
});

it.each([
  [['keys', 'create', '--name', 'x', '--scopes', 'connector,approve'], /cannot approve/],
  [['keys', 'create', '--scopes', 'read'], /keys create --name/],
  [['keys', 'create', '--name', 'Command line', '--scopes', 'read'], /HQ itself is called “Command line”/],
  [['keys', 'revoke', 'nope'], /keys list/],
  [['keys'], /keys create/],
  [['link', '--email', 'ada@example.org'], /link --name/],
  [['link', '--name', 'Ada', '--email', 'nonsense'], /not an email/],
  [
    ['link', '--name', 'Ad\u0430 Lovelace'],
    /The name has a word of letters that look alike, .* one alphabet\./,
  ],
  [
    ['link', '--name', 'Ada \u202eLovelace'],
    /The name holds a character that a name in a commit cannot have\./,
  ],
  [['link', '--name', 'A\u200bda'], /The name holds a character that a name in a commit cannot have\./],
  [['link', '--name', 'Ada\u3164'], /The name holds a character that nobody sees\./],
  [['link', '--colour', 'red'], /--colour/],
  [['audit'], /audit verify/],
  [['backup'], /backup FILE/],
  [['restore'], /restore FILE/],
  [['move', '--to', 'mysql://x'], /postgres:/],
  [['move', '--to', 'postgres://['], /postgres:/],
  [['keys', 'rotate', 'nope'], /keys list/],
  [['dance'], /main.js help/],
])('%j is refused with one line', async (args, message) => {
  await hq(['keys', 'list']);
  err = '';
  expect(await hq(args)).toBe(1);
  expect(err).toMatch(message);
  expect(err.trim().split('\n')).toHaveLength(1);
});

describe('a copy', () => {
  const oneLine = async (args: string[]) => {
    err = '';
    expect(await hq(args)).toBe(1);
    expect(err.trim().split('\n')).toHaveLength(1);
    return err.trim();
  };

  it('into a folder that is not there, or that takes no files, blames that file and not the data folder', async () => {
    const folder = join(dataDir, 'missing');
    expect(await oneLine(['backup', join(folder, 'x.sqlite')])).toBe(
      `There is no folder ${folder}. Make it, or name a file in another one.`,
    );
    err = '';
    expect(await oneLine(['backup', '/proc/x.sqlite'])).toMatch(
      /^\/proc\/x\.sqlite cannot be written \(\w+\)\. Name a file in another folder\.$/,
    );
  });

  it('that is none is called so, and left as it is', async () => {
    const file = join(dataDir, 'junk.sqlite');
    for (const content of ['junk', 'junk'.repeat(1000), '']) {
      err = '';
      writeFileSync(file, content, { mode: 0o644 });
      expect(await oneLine(['restore', file])).toBe(
        `${file} is no backup of Codev HQ. Name a file that \`backup\` wrote.`,
      );
      expect(readFileSync(file, 'utf8')).toBe(content);
      expect(statSync(file).mode & 0o777).toBe(0o644);
    }
    err = '';
    expect(await oneLine(['restore', dataDir, '--force'])).toContain('is no backup of Codev HQ');
  });

  it('that is damaged brings nothing back', async () => {
    const file = join(dataDir, 'backup.sqlite');
    await hq(['keys', 'create', '--name', 'laptop', '--scopes', 'connector']);
    expect(await hq(['backup', file])).toBe(0);
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0x5a, 20_000, 60_000));
    expect(await oneLine(['restore', file, '--force'])).toBe(
      `The backup ${file} is damaged. Take another one.`,
    );
  });

  it('to a PostgreSQL that is not there says which address to check, without its password', async () => {
    expect(await oneLine(['move', '--to', 'postgres://ada:secret@127.0.0.1:1/x'])).toBe(
      'PostgreSQL cannot be used (ECONNREFUSED). Check the address after --to: host, port, user, password and database.',
    );
  });
});

describe('starting', () => {
  it('a taken port is one clear line', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    expect(await hq([], { PORT: String(port) })).toBe(1);
    expect(err.trim()).toBe(
      `Port ${port} on 127.0.0.1 is taken. Stop what uses it, or set PORT to another number.`,
    );
    other.close();
  });

  it('a data directory that cannot be is one clear line', async () => {
    const file = join(dataDir, 'file');
    writeFileSync(file, '');
    expect(await hq([], { CODEV_HQ_DATA_DIR: join(file, 'below') })).toBe(1);
    expect(err).toMatch(/^The folder .*file.below cannot be written \(ENOTDIR\)/);
  });

  it('a PostgreSQL that is not there is one clear line, without its password', async () => {
    const databaseUrl = 'postgres://ada:secret@127.0.0.1:1/hq';
    expect(await hq([], { CODEV_HQ_DATABASE_URL: databaseUrl })).toBe(1);
    expect(err).toMatch(/^PostgreSQL cannot be used \(ECONNREFUSED\)/);
    expect(err).not.toContain('secret');
  });

  it('a damaged database is one clear line, and left as it is', async () => {
    writeFileSync(join(dataDir, 'hq.sqlite'), 'this is no database, but somebody’s notes'.repeat(100));
    expect(await hq([])).toBe(1);
    expect(err).toMatch(/damaged.*Restore a backup/);
    expect(readFileSync(join(dataDir, 'hq.sqlite'), 'utf8')).toContain('somebody’s notes');
  });

  it('serves until told to stop, alone in its folder, which is closed to others', async () => {
    chmodSync(dataDir, 0o755);
    const printed = whenPrinted('Sign in once');
    const running = hq([], { PORT: '0' });
    await Promise.race([running, printed]);
    expect(out).toMatch(
      /^Codev HQ is at http:\/\/127\.0\.0\.1:\d+\nSign in once, within 15 minutes: http.*#/,
    );
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, 'hq.sqlite')).mode & 0o777).toBe(0o600);
    expect(await hq([], { PORT: '0' })).toBe(1);
    expect(err).toContain('Another HQ uses');
    process.emit('SIGTERM');
    expect(await running).toBe(0);
    expect(existsSync(join(dataDir, 'hq.url'))).toBe(false);
  });
});

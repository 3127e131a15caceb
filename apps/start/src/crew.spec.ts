import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inWords, type ChildEnd } from './child.ts';
import { Crew } from './crew.ts';

describe('the crew', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'codev-hq-crew-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const script = (name: string, code: string, onLine?: (line: string) => void) => ({
    name,
    args: ['-e', code],
    env: process.env,
    logFile: join(folder, `${name}.log`),
    ...(onLine && { onLine }),
  });
  const FOREVER = 'setInterval(() => {}, 1000); console.log("up")';

  const endOf = (code: string) =>
    new Promise<ChildEnd>((resolve) => {
      new Crew(resolve).add(script('HQ', code));
    });

  test('a process that ends by itself is reported with its exit code and its complaint', async () => {
    const log = join(folder, 'HQ.log');
    const end = await endOf('console.error("The disk is full."); process.exitCode = 3');
    expect(end).toEqual({ name: 'HQ', how: 'ended with exit code 3: The disk is full.', logFile: log });
    expect(inWords(end)).toBe(`HQ ended with exit code 3: The disk is full. Its log: ${log}`);
  });

  test('a crash is reported by its error, not by the end of the stack', async () => {
    expect(inWords(await endOf('throw new TypeError("no such thing")'))).toBe(
      `HQ ended with exit code 1: TypeError: no such thing. Its log: ${join(folder, 'HQ.log')}`,
    );
  });

  test('a log entry is taken for the reason only when it is an error', async () => {
    const entry = (level: number, msg: string) =>
      `console.log(${JSON.stringify(JSON.stringify({ level, msg }))});`;
    const end = await endOf(`${entry(60, 'It burns.')} ${entry(30, 'vm connected')} process.exitCode = 1`);
    expect(end.how).toBe('ended with exit code 1: It burns.');
  });

  test('a process that is killed is reported with the signal and where its log is, and no reason', async () => {
    const end = await endOf('console.error("vm connected"); process.kill(process.pid, "SIGKILL")');
    expect(inWords(end)).toBe(`HQ ended (SIGKILL). Its log: ${join(folder, 'HQ.log')}`);
  });

  test('a stop ends every process and reports none', async () => {
    const surprises: ChildEnd[] = [];
    const crew = new Crew((end) => surprises.push(end));
    const up = ['one', 'two'].map(
      (name) =>
        new Promise<void>((resolve) => {
          crew.add(
            script(name, FOREVER, () => {
              resolve();
            }),
          );
        }),
    );
    await Promise.all(up);
    await crew.stop();
    expect(surprises).toEqual([]);
  });

  test('a log that cannot be written is said, and ends nothing', async () => {
    const lines: string[] = [];
    const child = new Crew(() => undefined).add({
      ...script('HQ', 'console.error("a stack")', (line) => lines.push(line)),
      logFile: join(folder, 'missing', 'HQ.log'),
    });
    expect((await child.ended).how).toBe('ended with exit code 0: a stack');
    expect(lines).toEqual([expect.stringMatching(/^The log of HQ cannot be written: ENOENT/)]);
  });

  test('log entries and errors go to a private file, words for people do not', async () => {
    const lines: string[] = [];
    const crew = new Crew(() => undefined);
    const code =
      'console.log(JSON.stringify({level: 30, msg: "listening"})); console.log("link: http://x/#secret"); console.error("a stack")';
    const child = crew.add(script('HQ', code, (line) => lines.push(line)));
    await child.ended;
    await crew.stop();
    expect(lines).toEqual(['link: http://x/#secret']);
    // Two pipes have no order between them.
    const logged = readFileSync(join(folder, 'HQ.log'), 'utf8').split('\n').sort();
    expect(logged).toEqual(['', 'a stack', '{"level":30,"msg":"listening"}']);
    expect(statSync(join(folder, 'HQ.log')).mode & 0o777).toBe(0o600);
  });
});

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build, requireBuild } from './build.ts';
import { Terminal } from './terminal.ts';

/** The few parts of a terminal that are written to. */
function recorded(): { terminal: Terminal; said: () => string } {
  let text = '';
  const write = (chunk: string) => {
    text += chunk;
    return true;
  };
  return {
    terminal: new Terminal({ isTTY: false, columns: 80, write } as NodeJS.WriteStream),
    said: () => text,
  };
}

describe('the build of npm start', () => {
  let root: string;
  const { signal } = new AbortController();

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'codev-hq-build-'));
    symlinkSync(join(__dirname, '..', '..', '..', 'node_modules'), join(root, 'node_modules'));
    writeFileSync(join(root, 'package.json'), '{"name": "trial", "private": true}');
    writeFileSync(join(root, 'nx.json'), '{"neverConnectToCloud": true, "analytics": false}');
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  function project(name: string, command: string): void {
    mkdirSync(join(root, name));
    const targets = { build: { command } };
    writeFileSync(join(root, name, 'project.json'), JSON.stringify({ name, targets }));
  }

  test('builds every project and says which one it is at', async () => {
    project('one', 'echo one > one.built');
    const { terminal, said } = recorded();
    await build(root, terminal, signal);
    expect(said()).toMatch(/building one …\n {2}✓ built in \d+ s\n$/);
  });

  test('says once how long the first time takes, and nothing of it when all is there', async () => {
    const words = 'Building takes about a minute the first time.';
    project('one', 'echo built');
    const first = recorded();
    await build(root, first.terminal, signal);
    expect(first.said().split(words)).toHaveLength(2);
    for (const path of ['hq/main.js', 'connector/main.js', 'dashboard/browser/index.html']) {
      mkdirSync(dirname(join(root, 'dist/apps', path)), { recursive: true });
      writeFileSync(join(root, 'dist/apps', path), '');
    }
    const second = recorded();
    await build(root, second.terminal, signal);
    expect(second.said()).not.toContain(words);
  });

  test('one that fails is shown with its last words', async () => {
    project('broken', 'exit 1');
    await expect(build(root, recorded().terminal, signal)).rejects.toThrow(
      /^The build failed\. Its last words:[^]*broken:build/,
    );
  });

  test('stopped in the middle, it says no more', async () => {
    project('slow', 'echo begun > slow.begun && sleep 60');
    const stop = new AbortController();
    const { terminal, said } = recorded();
    const building = build(root, terminal, stop.signal);
    while (!said().includes('building slow …')) await new Promise(setImmediate);
    stop.abort();
    await expect(building).rejects.toThrow('aborted');
    expect(said()).toMatch(/building slow …\n$/);
  });

  test('without a build, starting what was built last says how to make one', () => {
    expect(() => {
      requireBuild(root);
    }).toThrow('dist/apps/hq/main.js is not there. Build first: npm run build');
  });
});

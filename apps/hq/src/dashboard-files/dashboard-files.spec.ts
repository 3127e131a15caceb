import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunningHq } from '../../testing/running-hq.js';

const APP_FILES = [
  ['ngsw.json', 'application/json'],
  ['ngsw-worker.js', 'javascript'],
  ['hq-worker.js', 'javascript'],
  ['manifest.webmanifest', 'application/manifest+json'],
] as const;

const dir = mkdtempSync(join(tmpdir(), 'codev-dashboard-'));
let hq: RunningHq;

beforeAll(async () => {
  hq = await RunningHq.start({ dashboardDir: join(dir, 'browser') });
});

afterAll(async () => {
  await hq.stop();
  rmSync(dir, { recursive: true });
});

it('S17: without a build every page is a clean 503 that names no path', async () => {
  const response = await hq.call('GET', '/');
  const body = await response.text();
  expect(response.status).toBe(503);
  expect(body).toContain('npm run build');
  expect(body).not.toContain(dir);
});

describe('with a build', () => {
  beforeAll(() => {
    mkdirSync(join(dir, 'browser'));
    writeFileSync(join(dir, 'browser', 'index.html'), '<!doctype html><app-root></app-root>');
    for (const name of ['main-ABCD1234.js', 'chunk-4kOHgXzp.js', 'chunk-Cg3w-He6.js', 'icon-maskable.png'])
      writeFileSync(join(dir, 'browser', name), 'export {};');
    writeFileSync(join(dir, 'secret.txt'), 'not yours');
  });

  it('looks for no file where HQ itself answers', async () => {
    mkdirSync(join(dir, 'browser', 'api'));
    writeFileSync(join(dir, 'browser', 'api', 'state'), 'from the disk');
    writeFileSync(join(dir, 'browser', 'apium'), 'from the disk');
    expect((await hq.call('GET', '/api/state')).status).toBe(401);
    expect(await (await hq.call('GET', '/apium')).text()).toBe('from the disk');
  });

  it('any page is the app, asked for again each time, under a policy without inline script', async () => {
    for (const path of ['/', '/gate/abc', '/projects']) {
      const response = await hq.call('GET', path);
      expect(await response.text()).toContain('app-root');
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(response.headers.get('content-security-policy')).toMatch(/script-src 'self';/);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('hashed files are kept for a year; a file that is not there is a 404, not the app', async () => {
    for (const name of ['main-ABCD1234.js', 'chunk-4kOHgXzp.js', 'chunk-Cg3w-He6.js']) {
      const script = await hq.call('GET', `/${name}`);
      expect(script.headers.get('cache-control')).toContain('immutable');
    }
    expect((await hq.call('GET', '/icon-maskable.png')).headers.get('cache-control')).toBe('no-cache');
    expect((await hq.call('GET', '/chunk-00000000.js')).status).toBe(404);
  });

  it('what makes it an app is asked for again each time, and may run from HQ alone', async () => {
    for (const [name, type] of APP_FILES) {
      expect((await hq.call('GET', `/${name}`)).status).toBe(404);
      writeFileSync(join(dir, 'browser', name), '{}');
      const response = await hq.call('GET', `/${name}`);
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(response.headers.get('content-type')).toContain(type);
      const policy = response.headers.get('content-security-policy');
      expect(policy).toContain("worker-src 'self'");
      expect(policy).toContain("manifest-src 'self'");
    }
    // Angular's worker asks past every cache on the way.
    expect((await hq.call('GET', '/ngsw.json?ngsw-cache-bust=0.5')).status).toBe(200);
  });

  it('nothing outside the folder is served, and unknown API paths are problems', async () => {
    expect((await hq.call('GET', '/..%2fsecret.txt')).status).toBe(404);
    const unknown = await hq.call('GET', '/api/nothing');
    expect(unknown.status).toBe(404);
    expect(unknown.headers.get('content-type')).toContain('problem+json');
  });
});

import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forgetKey, keptKey } from './keys.ts';

describe('kept keys', () => {
  let folder: string;
  let made: string[];
  const make = (name: string, scopes: string) => {
    made.push(`${name} ${scopes}`);
    return Promise.resolve(`key-${made.length}`);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'codev-hq-keys-'));
    made = [];
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test('a key is made once, for its owner’s eyes, and used again', async () => {
    expect(await keptKey(folder, 'connector', 'connector', make)).toBe('key-1');
    expect(await keptKey(folder, 'connector', 'connector', make)).toBe('key-1');
    expect(made).toEqual(['connector connector']);
    expect(statSync(join(folder, 'connector.key')).mode & 0o777).toBe(0o600);
  });

  test('a forgotten key is made anew', async () => {
    await keptKey(folder, 'connector', 'connector', make);
    forgetKey(folder, 'connector');
    expect(await keptKey(folder, 'connector', 'connector', make)).toBe('key-2');
  });
});

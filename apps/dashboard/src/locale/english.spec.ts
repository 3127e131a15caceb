import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

describe('the English texts', () => {
  it('are those of the templates and the code: `npx nx extract-i18n dashboard` writes them', () => {
    const found = execFileSync(process.execPath, [join(__dirname, '../../testing/extract-texts.mjs')], {
      encoding: 'utf8',
      timeout: 150_000,
    });
    const kept = JSON.parse(readFileSync(join(__dirname, 'en.json'), 'utf8')) as { translations: unknown };
    expect(kept.translations).toEqual(JSON.parse(found));
  }, 180_000);
});

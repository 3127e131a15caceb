import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SRC = join(__dirname, '..');

describe('the frame', () => {
  it('gives every page its edge and its width: no page sets its own', () => {
    const own = globSync('app/**/*.css', { cwd: SRC }).filter((path) =>
      /\.page(?:\.[\w-]+)? \{[^}]*\b(?:max-width|margin|padding)\b/.test(
        readFileSync(join(SRC, path), 'utf8'),
      ),
    );
    expect(own).toEqual([]);
  });
});

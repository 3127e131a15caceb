import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unmarkedTexts } from '../../testing/unmarked-texts';

const APP = join(__dirname, '../app');
const INLINE = /\btemplate:\s*(?:`((?:[^`\\]|\\.)*)`|'((?:[^'\\]|\\.)*)')/g;

const templates = [
  ...globSync('**/*.html', { cwd: APP }).map(
    (path) => [path, readFileSync(join(APP, path), 'utf8')] as const,
  ),
  ...globSync('**/*.ts', { cwd: APP })
    .filter((path) => !path.endsWith('.spec.ts'))
    .flatMap((path) =>
      [...readFileSync(join(APP, path), 'utf8').matchAll(INLINE)].map(
        ([, long, short]) => [path, long ?? short ?? ''] as const,
      ),
    ),
];

describe('the templates', () => {
  it('are found, in files of their own and in their components', () => {
    expect(templates.filter(([path]) => path.endsWith('.html')).length).toBeGreaterThan(30);
    expect(templates.filter(([path]) => path.endsWith('.ts')).length).toBeGreaterThan(20);
  });

  it.each([
    ['<p>Nothing here</p>', 'Nothing here'],
    ['<p>{{ busy ? "Recording" : name }}</p>', 'Recording'],
    ['<p>Of {{ name }} and {{ other }}</p>', 'Of'],
    ['<button aria-label="Close it"></button>', 'Close it'],
    [`<button [attr.aria-label]="'Close it'"></button>`, 'Close it'],
    ['<hq-group heading="Theme" />', 'Theme'],
    ['@if (a) { <b i18n>Marked</b> but not this }', 'but not this'],
  ])('%s is found out', (template, words) => {
    expect(unmarkedTexts(template, 'a.html')).toEqual(
      expect.arrayContaining([expect.stringContaining(words)]),
    );
  });

  it.each([
    '<p i18n="@@a.b">Marked</p>',
    '<p i18n="@@a.b">Marked <b>within</b> {{ name }}</p>',
    '<p aria-label="Marked" i18n-aria-label="@@a.b"></p>',
    '<code>npm start</code>',
    '<p>{{ a }} · {{ b }}</p>',
    '<p i18n="@@a.b">{count, plural, =1 {one} other {many}}</p>',
  ])('%s is in order', (template) => {
    expect(unmarkedTexts(template, 'a.html')).toEqual([]);
  });

  it('say nothing that cannot be translated', () => {
    expect(templates.flatMap(([path, text]) => unmarkedTexts(text, path))).toEqual([]);
  });
});

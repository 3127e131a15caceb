import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Texts = Readonly<Record<string, string>>;

const texts = (language: string): Texts => {
  const file = readFileSync(join(__dirname, `${language}.json`), 'utf8');
  return (JSON.parse(file) as { translations: Texts }).translations;
};
const english = texts('en');
const german = texts('de');

/** What is the same word in both languages, or no word at all. */
const SAME = new Set([
  'activity.builder',
  'activity.builder-first',
  'activity.by-person',
  'activity.kind.gates',
  'activity.phase',
  'activity.phase-first',
  'decision.commit-name',
  'decision.remote',
  'gate.facts.digest',
  'gate.facts.worktree',
  'gate.overview.phase',
  'gate.overview.title',
  'gate.page.title',
  'gate.paper.plan',
  'gate.paper.review',
  'gate.paper.spec',
  'inbox.filtered.others',
  'inbox.summary',
  'insights.bar',
  'insights.bar-p90',
  'insights.by-gate',
  'insights.gates-head',
  'insights.median',
  'insights.unplotted',
  'machines.offline',
  'machines.online',
  'machines.version',
  'project.builder',
  'project.worktree',
  'projects.as-board',
  'projects.offline',
  'settings.new-key.name',
  'settings.profile.name',
  'settings.target.webhook',
  'settings.webhook.name',
  'settings.webhooks',
  'settings.webhook.format',
  'shell.connection.live',
  'shell.connection.offline',
  'shell.palette.gates',
  'shell.palette.offline',
  'shell.palette.online',
  'timeline.builder',
  'timeline.gate',
  'timeline.phase',
  'ui.machine.offline',
]);

/** `{$name}`, and in texts that count `{INTERPOLATION}` and the tags. */
const placeholders = (text: string) => [...new Set(text.match(/\{\$\w+\}|\{[A-Z][A-Z_0-9]*\}/g))].sort();

/** `VAR_PLURAL, plural` and each of its forms. */
const forms = (text: string) =>
  text.match(/\bVAR_\w+, \w+,|(?:=\d+|\b(?:zero|one|two|few|many|other))(?= \{)/g) ?? [];

const spaces = (text: string) => [text.startsWith(' '), text.endsWith(' ')];

describe('the texts', () => {
  it('all have a German one, and there is no German one for none', () => {
    expect(Object.keys(german).sort()).toEqual(Object.keys(english).sort());
  });

  it('carry the same placeholders and the same forms in both languages', () => {
    for (const [id, text] of Object.entries(german)) {
      const source = english[id] ?? '';
      const parts = (one: string) => ({
        placeholders: placeholders(one),
        forms: forms(one),
        spaces: spaces(one),
      });
      expect({ id, ...parts(text) }).toEqual({ id, ...parts(source) });
    }
  });

  it('are translated, but for words that both languages share', () => {
    const untranslated = Object.keys(german).filter(
      (id) => !german[id]?.trim() || german[id] === english[id],
    );
    expect(untranslated.filter((id) => !SAME.has(id))).toEqual([]);
    expect([...SAME].filter((id) => !untranslated.includes(id))).toEqual([]);
  });

  it('quote as the language does', () => {
    const count = (text: string, mark: string) => text.split(mark).length - 1;
    const wrong = Object.entries(german).filter(
      ([, text]) => count(text, '„') !== count(text, '“') || /[”"]/.test(text),
    );
    expect(wrong).toEqual([]);
  });
});

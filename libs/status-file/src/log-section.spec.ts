import { setGate } from './index.js';
import { fixture, markdown } from '../testing/fixtures.js';

const YAML = 'gates: { a: pending }';
const LINE = '- approved';

function logged(text: string, logLine = LINE, path = 'x.md'): string {
  const result = setGate(text, path, 'a', { fields: {} }, { logLine });
  return result.ok ? result.text : result.refusal.error;
}

describe('a log line', () => {
  it.each([
    ['ends the section', '## Log\n- Started\n', '## Log\n- Started\n- approved\n'],
    ['ends a section that others follow', '## Log\n- a\n\n## Next\n', '## Log\n- a\n- approved\n\n## Next\n'],
    ['ends a section before a first-level heading', '## Log\n- a\n# Next', '## Log\n- a\n- approved\n# Next'],
    [
      'comes behind the section’s own parts',
      '## Log\n### 2026\n- a\n',
      '## Log\n### 2026\n- a\n- approved\n',
    ],
    ['is the first of an empty section', '## Log\n\n## Next\n', '## Log\n- approved\n\n## Next\n'],
    ['keeps a missing final line break missing', '## Log\n- a', '## Log\n- a\n- approved'],
    ['keeps blank lines at the end', '## Log\n- a\n\n\n', '## Log\n- a\n- approved\n\n\n'],
    ['finds a heading in other letters and marks', '##  LOG ##\n- a\n', '##  LOG ##\n- a\n- approved\n'],
    ['begins the section', '# Title\n\nwords\n', '# Title\n\nwords\n\n## Log\n- approved\n'],
    ['begins the section behind a blank line', 'words\n\n', 'words\n\n## Log\n- approved\n'],
    ['begins the section behind an open last line', 'words', 'words\n\n## Log\n- approved'],
    ['begins the section in an empty body', '', '## Log\n- approved\n'],
    ['is not put into code', '~~~\n## Log\n~~~\n', '~~~\n## Log\n~~~\n\n## Log\n- approved\n'],
    ['is not put under ### Log', '### Log\n- a\n', '### Log\n- a\n\n## Log\n- approved\n'],
  ])('%s', (_name, before, after) => {
    expect(logged(markdown(YAML, before))).toBe(markdown(YAML, after));
    const crLf = (text: string) => text.replaceAll('\n', '\r\n');
    expect(logged(crLf(markdown(YAML, before)))).toBe(crLf(markdown(YAML, after)));
  });

  it('begins the section behind a closing fence that ends the file', () => {
    expect(logged(`---\n${YAML}\n---`)).toBe(`---\n${YAML}\n---\n## Log\n- approved`);
  });

  it('C9: is one line, whatever is in it, and otherwise literal', () => {
    const text = markdown(YAML);
    expect(logged(text, '- a\nb\r\n\u2028\u0085c $& `id` <b>é🧑‍🚀 \n')).toBe(
      `${text}- a b c $& \`id\` <b>é🧑‍🚀\n`,
    );
    expect(logged(text, '\n')).toBe(text);
  });

  it('is refused when it would change what the file says', () => {
    expect(logged(markdown(YAML, ''), '# Another title')).toContain('tied to other parts');
  });

  it('comes with the gate in one edit, and not into code that shows a log', () => {
    const text = fixture('0068-codev-hq.md');
    const change = { fields: { status: 'passed' } };
    expect(
      setGate(text, 'x.md', 'plan_to_implement.human_approval', change, { logLine: LINE }),
    ).toMatchObject({
      text: text.replace("'pending'   #", "'passed'   #").replace('planned ✅\n', 'planned ✅\n- approved\n'),
    });
  });

  it('is left out of porch files', () => {
    expect(logged('gates: { a: pending }\n', LINE, 'status.yaml')).toBe('gates: { a: pending }\n');
  });
});

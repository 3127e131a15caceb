import { parseStatusFile } from './parse-status-file.js';

const FILE = (body: string, front = 'gates: { a: { human_approval: { status: pending } } }') =>
  `---\nid: "0068"\n${front}\n---\n${body}`;

const digest = (text: string) => parseStatusFile(text, 'codev/status/0068-x.md').reading_digest;

const BODY = '# Pause\n\nPlan A\n\n## Log\n- Started\n\n## After\nmore\n';

describe('what a person reads', () => {
  it('is the same after a log line, another gate, or other line endings', () => {
    expect(digest(FILE(BODY.replace('- Started', '- Started\n- went on')))).toBe(digest(FILE(BODY)));
    expect(digest(FILE(BODY, 'gates: { b: { human_approval: { status: passed } } }'))).toBe(
      digest(FILE(BODY)),
    );
    expect(digest(FILE(BODY).replaceAll('\n', '\r\n'))).toBe(digest(FILE(BODY)));
  });

  it('is the same when a log is begun', () => {
    expect(digest(FILE('# Pause\n\nPlan A\n\n## Log\n- approved\n'))).toBe(
      digest(FILE('# Pause\n\nPlan A\n')),
    );
  });

  it.each([
    ['another plan', BODY.replace('Plan A', 'Plan B')],
    ['something behind the log', BODY.replace('more', 'other')],
    ['another title', BODY.replace('# Pause', '# Delete')],
  ])('is not the same after %s', (_, body) => {
    expect(digest(FILE(body))).not.toBe(digest(FILE(BODY)));
  });

  it('does not take a heading inside code for the log', () => {
    const fenced = (line: string) => `\`\`\`\n## Log\n${line}\n\`\`\`\n`;
    expect(digest(FILE(fenced('a')))).not.toBe(digest(FILE(fenced('b'))));
  });
});

describe('hostile sizes', () => {
  it('an alias that multiplies a long text is a problem, found at once', () => {
    const gates = Array.from({ length: 4000 }, (_, i) => `  g${i}: { by: *a }`).join('\n');
    const model = parseStatusFile(
      `---\nt: &a "${'"'.replace('"', 'x').repeat(90_000)}"\ngates:\n${gates}\n---\n`,
      'x.md',
    );
    expect(model.problem).toBeDefined();
    expect(JSON.stringify(model).length).toBeLessThan(200_000);
  });

  it('more gates than any protocol has, a long gate name and a long id are problems', () => {
    const many = Array.from({ length: 300 }, (_, i) => `  g${i}: { status: pending }`).join('\n');
    expect(parseStatusFile(`---\ngates:\n${many}\n---\n`, 'x.md').problem?.message).toContain('200');
    const long = `---\ngates:\n  ${'g'.repeat(600)}: { status: pending }\n---\n`;
    expect(parseStatusFile(long, 'x.md').problem?.message).toContain('too long');
    const id = parseStatusFile(`---\nid: ${'9'.repeat(300)}\n---\n`, 'x.md');
    expect(id.problem?.message).toContain('256');
    expect(id.id.length).toBe(256);
  });

  it('what is only shown is cut', () => {
    const model = parseStatusFile(`---\ntitle: ${'t'.repeat(5000)}\n---\n`, 'x.md');
    expect(model.title.length).toBe(300);
    expect(model.problem).toBeUndefined();
  });
});

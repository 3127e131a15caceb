import { statusFileModel } from '@codev-hq/protocol';
import { gateDigest, parseStatusFile } from './index.js';
import { fixture, markdown } from '../testing/fixtures.js';

const PATH = 'codev/status/0068-codev-hq.md';
const names = (text: string, path = PATH) => parseStatusFile(text, path).gates.map((gate) => gate.name);
const gate = (text: string, name: string, path = PATH) =>
  parseStatusFile(text, path).gates.find((candidate) => candidate.name === name);

describe('a Markdown status file', () => {
  it('is read as the spike wrote it', () => {
    expect(parseStatusFile(fixture('test-project.md'), 'codev/status/test-project.md')).toEqual({
      format: 'markdown',
      id: 'test',
      title: 'project',
      reading_digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      protocol: 'SPIR',
      phase: 'specify',
      gates: [
        {
          name: 'specify_to_plan.human_approval',
          status: 'pending',
          passed: false,
          human: true,
          waiting: true,
          digest: gateDigest('specify_to_plan.human_approval', { status: 'pending' }),
        },
      ],
      body_start: fixture('test-project.md').indexOf('## Log'),
    });
  });

  it('tells gates of the same name in several transitions apart, whatever their style', () => {
    const model = parseStatusFile(fixture('0068-codev-hq.md'), PATH);
    expect(model).toMatchObject({ id: '0068', title: 'HQ: the first half', phase: 'plan' });
    expect(model.problem).toBeUndefined();
    expect(model.gates.map(({ name, status, human, waiting }) => [name, status, human, waiting])).toEqual([
      ['specify_to_plan.spec_exists', 'passed', false, false],
      ['specify_to_plan.human_approval', 'passed', true, false],
      ['plan_to_implement.plan_exists', 'passed', false, false],
      ['plan_to_implement.consult_gemini', 'pending', false, false],
      ['plan_to_implement.human_approval', 'pending', true, true],
      ['implement_to_review.human_approval', 'pending', true, true],
      ['implement_to_review.notes', '', false, false],
    ]);
    expect(gate(fixture('0068-codev-hq.md'), 'specify_to_plan.human_approval')).toMatchObject({
      passed: true,
      by: 'Waleed',
      at: '2026-01-16T06:15:12.348Z',
    });
  });

  it.each([
    ['CRLF line ends', (text: string) => text.replaceAll('\n', '\r\n')],
    ['lone CR line ends', (text: string) => text.replaceAll('\n', '\r')],
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['both', (text: string) => `\uFEFF${text.replaceAll('\n', '\r\n')}`],
  ])('says the same with %s', (_name, change) => {
    const plain = parseStatusFile(fixture('0068-codev-hq.md'), PATH);
    const changed = change(fixture('0068-codev-hq.md'));
    const model = parseStatusFile(changed, PATH);
    expect({ ...model, body_start: 0 }).toEqual({ ...plain, body_start: 0 });
    expect(changed.slice(model.body_start).trimStart()).toMatch(/^# Codev HQ/);
  });

  it('always yields a model that the protocol accepts', () => {
    for (const text of [fixture('0068-codev-hq.md'), '', '---', '---\n- a\n---\n'])
      expect(statusFileModel.safeParse(parseStatusFile(text, PATH)).success).toBe(true);
  });

  it('finds a gate that is the last key of its file, and flat gates', () => {
    expect(names('---\ngates:\n  human_approval:\n    status: pending\n---')).toEqual(['human_approval']);
    expect(names(markdown('gates: { a: { b: { status: pending } }, c: pending }'))).toEqual(['a.b', 'c']);
  });

  it('takes a gate without a status, a transition named status and a null gate for what they are', () => {
    expect(names(markdown('gates: { status: { status: { status: pending } } }'))).toEqual(['status.status']);
    expect(gate(markdown('gates: { a: { by: Ada } }'), 'a')).toMatchObject({ status: '', by: 'Ada' });
    expect(gate(markdown('gates:\n  human_approval:'), 'human_approval')).toMatchObject({ status: '' });
    expect(names(markdown('gates:'))).toEqual([]);
  });

  it.each([
    ['id: 0068', '0068'],
    ['id: "0068"', '0068'],
    ['id: 1_000', '1_000'],
    ['id: 0x1F', '0x1F'],
    ['id: 2026-01-16', '2026-01-16'],
    ['id: ~', '0068'],
    ['title: no id', '0068'],
  ])('with %s has the id %s', (yaml, id) => {
    expect(parseStatusFile(markdown(yaml), PATH).id).toBe(id);
  });

  it('takes its title from the front matter, else the first heading, else its name', () => {
    const heading = 'text\n\n```\n# not this\n```\n\n# The C# way ##\n';
    expect(parseStatusFile(markdown('title: A', heading), PATH).title).toBe('A');
    expect(parseStatusFile(markdown('id: 1', heading), PATH).title).toBe('The C# way');
    expect(parseStatusFile(markdown('id: 1'), PATH).title).toBe('codev-hq');
    expect(parseStatusFile(markdown('x: 1'), 'codev/status/notes.md')).toMatchObject({
      id: 'notes',
      title: 'notes',
    });
  });

  it('offers a gate to people when it is configured so, by full name or last segment', () => {
    const text = markdown('gates: { a: { review: pending }, b: { review: pending } }');
    const waiting = (humanGates: string[]) =>
      parseStatusFile(text, PATH, { humanGates })
        .gates.filter((candidate) => candidate.waiting)
        .map((candidate) => candidate.name);
    expect(waiting([])).toEqual([]);
    expect(waiting(['review'])).toEqual(['a.review', 'b.review']);
    expect(waiting(['b.review'])).toEqual(['b.review']);
  });

  it('S14: takes an empty file for a fact', () => {
    for (const text of ['', '\uFEFF', '\n\n', '---\n---\n', '---\n# nothing yet\n---\n']) {
      const model = parseStatusFile(text, PATH);
      expect(model).toMatchObject({ id: '0068', title: 'codev-hq', gates: [] });
      expect(model.problem).toBeUndefined();
    }
  });
});

describe('a porch status file', () => {
  const path = 'codev/projects/0412-retry-queue/status.yaml';

  it('has gates that wait once they are requested', () => {
    const model = parseStatusFile(fixture('porch-waiting.yaml'), path);
    expect(model).toMatchObject({ format: 'porch', id: '0412', protocol: 'spir', phase: 'plan' });
    expect(model.gates.map(({ name, passed, waiting }) => [name, passed, waiting])).toEqual([
      ['spec-approval', true, false],
      ['plan-approval', false, true],
      ['pr', false, false],
    ]);
    expect(model.gates[1]?.requested_at).toBe('2026-03-02T11:12:13.141Z');
    expect(model.gates[0]?.at).toBe('2026-03-02T09:31:07.512Z');
  });

  it('tells when it was last changed, where its plan is and what became of its pull request', () => {
    const facts = (text: string) => {
      const { plan_phase, updated_at, pull_request } = parseStatusFile(text, path);
      return { plan_phase, updated_at, pull_request };
    };
    const waiting = fixture('porch-waiting.yaml');
    expect(facts(waiting)).toEqual({ updated_at: '2026-03-02T11:12:13.200Z' });
    expect(facts(waiting.replace('current_plan_phase: null', 'current_plan_phase: phase_1'))).toMatchObject({
      plan_phase: 'phase_1',
    });
    expect(facts(fixture('porch-finished.yaml')).pull_request).toEqual({ number: '78', merged: true });
    const open = 'pr_history:\n  - { pr_number: 1, merged: true }\n  - { pr_number: 2 }\n';
    expect(facts(open).pull_request).toEqual({ number: '2', merged: false });
    for (const broken of ['pr_history: 7', 'pr_history: []', 'pr_history: [null]', 'pr_history: [[1]]'])
      expect(facts(broken).pull_request?.merged ?? false).toBe(false);
  });

  it.each(['verified', 'complete'])('waits for nobody in the phase %s', (phase) => {
    const text = fixture('porch-finished.yaml').replace('verified', phase);
    expect(parseStatusFile(text, path)).toMatchObject({
      archived: true,
      gates: [{ status: 'pending', waiting: false }],
    });
    expect(parseStatusFile(text.replace(phase, 'review'), path)).not.toHaveProperty('archived');
  });

  it('is named by its folder when it says nothing itself', () => {
    expect(parseStatusFile('', path)).toMatchObject({ id: '0412', title: 'retry-queue', gates: [] });
    expect(parseStatusFile('', 'codev/projects/bugfix-77-clock/status.yaml').id).toBe('bugfix-77');
    expect(parseStatusFile('', 'status.yaml').id).toBe('status');
  });
});

describe('a gate’s digest', () => {
  const digest = (yaml: string) => gate(markdown(yaml), 'human_approval')?.digest;
  const plain = digest('gates: { human_approval: { status: pending, note: a b } }');

  it('does not depend on quoting, style, comments, key order or aliases', () => {
    for (const yaml of [
      'gates:\n  human_approval:   # c\n    note: "a b"\n    status: \'pending\'',
      'x: &x a b\ngates: { human_approval: { status: pending, note: *x } }',
      'x: &x { note: a b }\ngates: { human_approval: { <<: *x, status: pending } }',
      'x: &x { note: other }\ngates: { human_approval: { <<: *x, status: pending, note: a b } }',
    ])
      expect(digest(yaml)).toBe(plain);
  });

  it('changes with the entry and the name', () => {
    for (const yaml of [
      'gates: { human_approval: { status: pending, note: a  b } }',
      'gates: { human_approval: { status: pending, note: [a b] } }',
      'gates: { human_approval: { status: pending, note: null } }',
    ])
      expect(digest(yaml)).not.toBe(plain);
    expect(gateDigest('a', null)).not.toBe(gateDigest('b', null));
    expect(gateDigest('a', { x: null })).not.toBe(gateDigest('a', { x: 'null' }));
  });
});

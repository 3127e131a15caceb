import { parseStatusFile, setGate, type SetGateOptions } from './index.js';
import { fixture, markdown } from '../testing/fixtures.js';

const PASS = { fields: { status: 'passed', by: 'Ada Lovelace', at: '2026-01-16T07:00:00.000Z' } };
const WRITTEN = "by: 'Ada Lovelace', at: '2026-01-16T07:00:00.000Z'";

function edited(
  text: string,
  gate: string,
  fields: Record<string, string> = PASS.fields,
  path = 'x.md',
): string {
  const result = setGate(text, path, gate, { fields });
  return result.ok ? result.text : `refused: ${result.refusal.error}`;
}

describe('setGate changes only that gate’s bytes', () => {
  it('in the spike’s own file', () => {
    const text = fixture('test-project.md');
    expect(setGate(text, 'test-project.md', 'specify_to_plan.human_approval', PASS)).toEqual({
      ok: true,
      text: text.replace('{ status: pending }', `{ status: passed, ${WRITTEN} }`),
      gate: expect.objectContaining({ status: 'passed', passed: true, by: 'Ada Lovelace', waiting: false }),
      edits: expect.any(Array),
    });
  });

  it('C5: in the one transition that is meant', () => {
    const text = fixture('0068-codev-hq.md');
    expect(edited(text, 'plan_to_implement.human_approval')).toBe(
      text.replace(
        "status: 'pending'   # <- this one\n",
        `status: 'passed'   # <- this one\n      by: 'Ada Lovelace'\n      at: '2026-01-16T07:00:00.000Z'\n`,
      ),
    );
    expect(edited(text, 'implement_to_review.human_approval')).toBe(
      text.replace('{status: pending,}', `{status: passed, ${WRITTEN},}`),
    );
  });

  it('replacing what is there, each value in its own quotes', () => {
    const text = fixture('0068-codev-hq.md');
    const fields = { status: 'pending', by: 'Grace', at: 'later' };
    expect(edited(text, 'specify_to_plan.human_approval', fields)).toBe(
      text
        .replace('status: passed      # by hand', 'status: pending      # by hand')
        .replace('"Waleed"', '"Grace"')
        .replace('at: 2026-01-16T06:15:12.348Z', 'at: later'),
    );
  });

  it('in JSON’s style, keys quoted like the others', () => {
    const text = markdown('gates: {"a": {"status":"pending"}}');
    expect(edited(text, 'a', { status: 'passed', by: 'Ada' })).toBe(
      markdown('gates: {"a": {"status":"passed", "by": "Ada"}}'),
    );
  });

  it('in porch’s file, behind the entry’s last line', () => {
    const text = fixture('porch-waiting.yaml');
    const fields = {
      status: 'approved',
      approved_at: '2026-03-02T12:00:00.000Z',
      approved_by: 'Ada Lovelace',
    };
    expect(edited(text, 'plan-approval', fields, 'status.yaml')).toBe(
      text.replace(
        "status: pending\n    requested_at: '2026-03-02T11:12:13.141Z'\n",
        "status: approved\n    requested_at: '2026-03-02T11:12:13.141Z'\n    approved_at: '2026-03-02T12:00:00.000Z'\n    approved_by: 'Ada Lovelace'\n",
      ),
    );
  });

  it.each([
    ['scalar shorthand', 'human_approval: pending # c', `human_approval: { status: passed, ${WRITTEN} } # c`],
    [
      'quoted shorthand in a flow map',
      'a: { b: "pending", c: x }',
      `a: { b: { status: passed, ${WRITTEN} }, c: x }`,
    ],
    [
      'a comment inside a flow map',
      'a: { status: pending # c\n   }',
      `a: { status: passed, ${WRITTEN} # c\n   }`,
    ],
    [
      'status as the last of several keys',
      'a: { x: [1], status: pending }',
      `a: { x: [1], status: passed, ${WRITTEN} }`,
    ],
    [
      'a list as the last value',
      'a: { status: pending, x: [1] }',
      `a: { status: passed, ${WRITTEN}, x: [1] }`,
    ],
    [
      'a block list as the last value',
      'a:\n    status: pending\n    x:\n      - 1',
      "a:\n    status: passed\n    by: 'Ada Lovelace'\n    at: '2026-01-16T07:00:00.000Z'\n    x:\n      - 1",
    ],
    [
      'a value on the next line',
      'a:\n    status:\n        pending',
      "a:\n    status:\n        passed\n    by: 'Ada Lovelace'\n    at: '2026-01-16T07:00:00.000Z'",
    ],
    [
      'an alias as the last value',
      'a:\n    status: pending\n    x: *x',
      "a:\n    status: passed\n    x: *x\n    by: 'Ada Lovelace'\n    at: '2026-01-16T07:00:00.000Z'",
    ],
    [
      'a null that is written out',
      'a: { status: pending, by: null }',
      "a: { status: passed, by: 'Ada Lovelace', at: '2026-01-16T07:00:00.000Z' }",
    ],
  ])('with %s', (_name, before, after) => {
    const yaml = (gate: string) => markdown(`x: &x 1\ngates:\n  ${gate}\n  z: pending`);
    const [gate] = parseStatusFile(yaml(before), 'x.md').gates;
    expect(edited(yaml(before), gate?.name ?? '')).toBe(yaml(after));
  });

  it('at the end of a porch file without a final line break, with CRLF', () => {
    expect(
      edited(
        'gates:\r\n  pr:\r\n    status: pending',
        'pr',
        { status: 'approved', approved_by: 'A' },
        's.yaml',
      ),
    ).toBe("gates:\r\n  pr:\r\n    status: approved\r\n    approved_by: 'A'");
  });

  it('keeps a byte order mark, CRLF and trailing blanks', () => {
    const text = `\uFEFF${fixture('0068-codev-hq.md').replaceAll('\n', '\r\n')}`;
    expect(edited(text, 'plan_to_implement.human_approval', { status: 'passed' })).toBe(
      text.replace("'pending'   #", "'passed'   #"),
    );
  });

  it('C9: any name and comment round-trips as literal text', () => {
    for (const by of [
      'x$(touch f)`id`',
      "O'Brien",
      '"quoted" \\ back',
      '$& $1 $` $$',
      'a: b #c',
      '- dash',
      '',
      ' padded ',
      'line\nbreak\r\nand\ttab',
      '}, status: pending, {',
      '---',
      'null',
      '日本語 🧑‍🚀 é ﷽',
      '\u0000\u0007\u0085\u2028\uFEFF\uFFFF',
    ])
      for (const gate of [
        '{ status: pending }',
        '\n    status: pending',
        'pending',
        '{"status": "pending", "by": "x"}',
      ]) {
        const text = markdown(`gates:\n  human_approval: ${gate}\nlast: 1`);
        const result = setGate(text, 'x.md', 'human_approval', { fields: { status: 'passed', by } });
        expect(result).toMatchObject({ ok: true, gate: { status: 'passed', ...(by && { by }) } });
        expect(result.ok && result.text.endsWith('\nlast: 1\n---\n## Log\n- Started\n')).toBe(true);
      }
  });

  it.each([
    [
      'a block map',
      '\n    status: pending\n    x: 1',
      "\n    status: pending\n    x: 1\n    why: { by: 'Ada', comment: 'a: b' }",
    ],
    ['a flow map', '{ status: pending }', "{ status: pending, why: { by: 'Ada', comment: 'a: b' } }"],
    ['JSON', '{"status":"pending"}', '{"status":"pending", "why": { "by": "Ada", "comment": "a: b" }}'],
    ['a shorthand', 'pending', "{ status: pending, why: { by: Ada, comment: 'a: b' } }"],
    [
      'a map in its place',
      '{ status: pending, why: { by: "Eve" } }',
      '{ status: pending, why: { by: "Ada", comment: "a: b" } }',
    ],
    [
      'a block map in its place',
      '\n    status: pending\n    why:\n      by: Eve # c\n      comment: old',
      "\n    status: pending\n    why:\n      by: Ada # c\n      comment: 'a: b'",
    ],
    [
      'a text in its place',
      '{ status: pending, why: old }',
      "{ status: pending, why: { by: Ada, comment: 'a: b' } }",
    ],
  ])('a map of texts, with %s', (_name, before, after) => {
    const yaml = (gate: string) => markdown(`gates:\n  a: ${gate}\n  z: pending`);
    const change = { fields: { status: 'pending', why: { by: 'Ada', comment: 'a: b' } } };
    expect(setGate(yaml(before), 'x.md', 'a', change)).toMatchObject({ ok: true, text: yaml(after) });
    expect(setGate(yaml(after), 'x.md', 'a', change)).toMatchObject({ ok: true, text: yaml(after) });
  });

  it('and, where they are, of the plain values that change with it, each as it is written', () => {
    const text = fixture('porch-waiting.yaml').replace(
      'build_complete: false',
      'build_complete: false\npr_ready_for_human: true # by porch',
    );
    const change = {
      fields: { status: 'approved' },
      alongside: { updated_at: '2026-03-02T12:00:00.000Z', pr_ready_for_human: false, missing: 'x' },
    };
    expect(setGate(text, 'status.yaml', 'plan-approval', change)).toEqual({
      ok: true,
      text: text
        .replace('pending\n    requested_at', 'approved\n    requested_at')
        .replace("updated_at: '2026-03-02T11:12:13.200Z'", "updated_at: '2026-03-02T12:00:00.000Z'")
        .replace('pr_ready_for_human: true #', 'pr_ready_for_human: false #'),
      gate: expect.objectContaining({ passed: true }),
      edits: expect.any(Array),
    });
  });

  it.each([
    ['is missing', ''],
    ['has no value', 'updated_at:\n'],
    ['is null', 'updated_at: null\n'],
  ])('and adds nothing beside it where the value %s', (_name, before) => {
    const text = `${before}gates: { pr: { status: pending } }\n`;
    const change = { fields: { status: 'approved' }, alongside: { updated_at: 'now' } };
    expect(setGate(text, 'status.yaml', 'pr', change)).toMatchObject({
      ok: true,
      text: text.replace('pending', 'approved'),
    });
  });

  it('and may end the project: its phase comes along, though then nothing else waits any more', () => {
    const file = [
      'id: 412',
      'phase: verify',
      'gates:',
      '  pr: { status: pending, requested_at: now }',
      '  verify-approval: { status: pending, requested_at: now }',
      '',
    ].join('\n');
    const change = { fields: { status: 'approved' }, alongside: { phase: 'verified' } };
    const edit = setGate(file, 'codev/projects/412-x/status.yaml', 'verify-approval', change);
    expect(edit).toMatchObject({
      ok: true,
      text: file
        .replace('phase: verify', 'phase: verified')
        .replace('verify-approval: { status: pending', 'verify-approval: { status: approved'),
    });
  });

  it('leaves the entry alone when no field is given', () => {
    const options: SetGateOptions = { logLine: '- changes requested' };
    const text = fixture('test-project.md');
    expect(setGate(text, 'x.md', 'specify_to_plan.human_approval', { fields: {} }, options)).toMatchObject({
      ok: true,
      text: `${text}- changes requested\n`,
      gate: { status: 'pending', waiting: true },
    });
  });
});

describe('setGate refuses what it cannot change exactly', () => {
  const refusal = (yaml: string, gate = 'human_approval', fields: Record<string, string> = PASS.fields) => {
    const result = setGate(markdown(yaml), 'x.md', gate, { fields });
    return result.ok ? result.text : result.refusal;
  };
  const unsupported = (words: string) => ({ code: 'UNSUPPORTED', error: expect.stringContaining(words) });

  it.each([
    ['an entry that is an alias', 'x: &x { status: pending }\ngates: { human_approval: *x }', 'an alias'],
    ['gates that are an alias', 'x: &x { human_approval: pending }\ngates: *x', 'an alias'],
    ['an entry that is merged in', 'x: &x { human_approval: pending }\ngates: { <<: *x }', 'by a merge'],
    [
      'a status that is merged in',
      'x: &x { status: pending }\ngates: { human_approval: { <<: *x } }',
      'no `status`',
    ],
    ['a status that is an alias', 'x: &x pending\ngates: { human_approval: { status: *x } }', 'an alias'],
    ['an entry with an anchor', 'gates: { human_approval: &x { status: pending } }', 'carries an anchor'],
    ['a status with an anchor', 'gates: { human_approval: { status: &x pending } }', 'carries an anchor'],
    [
      'a status with a tag',
      'gates: { human_approval: { status: !!str pending } }',
      'carries an anchor (`&`) or a tag',
    ],
    [
      'an anchor above that is used elsewhere',
      'gates: &g { human_approval: pending }\ncopy: *g',
      'tied to other parts',
    ],
    ['an empty status', 'gates:\n  human_approval:\n    status:', '`status` that has no value'],
    ['an empty by', 'gates:\n  human_approval:\n    status: pending\n    by:', '`by` that has no value'],
    ['an empty entry', 'gates:\n  human_approval:', 'has no value'],
    ['a missing status', 'gates: { human_approval: { at: 1 } }', 'no `status`'],
    ['a by that is a list', 'gates: { human_approval: { status: pending, by: [a] } }', 'a map or a list'],
    ['a block scalar', 'gates:\n  human_approval:\n    status: |-\n      pending', 'a block of text'],
    ['an explicit key', 'gates:\n  human_approval:\n    ? status\n    : pending', 'nothing can be added'],
    ['a key that is there twice', 'gates: { human_approval: pending }\nid: 1\nid: 2', 'problem in line 4'],
    ['tabs', 'gates:\n\thuman_approval: pending', 'problem in line 3'],
  ])('%s', (_name, yaml, words) => {
    expect(refusal(yaml)).toEqual(unsupported(words));
  });

  it.each([
    ['a list', 'updated_at: [a]', 'is a map or a list'],
    ['an alias', 'x: &x a\nupdated_at: *x', 'an alias'],
    ['anchored and used elsewhere', 'updated_at: &x a\ny: *x', 'carries an anchor'],
    ['merged in', 'x: &x { updated_at: a }\n<<: *x', 'is tied to other parts'],
  ])('a value beside it that is %s', (_name, yaml, words) => {
    const text = `${yaml}\ngates: { pr: { status: pending } }\n`;
    const change = { fields: { status: 'approved' }, alongside: { updated_at: 'now' } };
    expect(setGate(text, 'status.yaml', 'pr', change)).toEqual({ ok: false, refusal: unsupported(words) });
  });

  it.each([
    ['an empty one', 'why: }', '`why` that has no value'],
    ['an alias', 'why: *x }', 'an alias'],
    ['a list', 'why: [a] }', 'a map or a list'],
    ['a map with an anchor', 'why: &y { by: a } }', 'a map or a list'],
    ['a map that has a list', 'why: { by: [a] } }', '`why` that has a `by` that is a map or a list'],
  ])('a map of texts in the place of %s', (_name, yaml, words) => {
    const text = markdown(`x: &x { by: a }\ngates: { human_approval: { status: pending, ${yaml} }`);
    const result = setGate(text, 'x.md', 'human_approval', { fields: { why: { by: 'Ada' } } });
    expect(result).toEqual({ ok: false, refusal: unsupported(words) });
  });

  it('a gate that is not there, named by less than its full name, or by a pattern (C5, C6)', () => {
    const yaml = 'gates: { a: { human_approval: pending } }';
    for (const gate of ['human_approval', String.raw`a\.human_approval`, '.*', 'gates.a.human_approval', 'a'])
      expect(refusal(yaml, gate)).toEqual({
        code: 'GATE_NOT_FOUND',
        error: expect.stringContaining('has no gate'),
        candidates: ['a.human_approval'],
      });
  });

  it('by an exception when the caller names a field that is no word', () => {
    expect(() => setGate('', 'x.md', 'a', { fields: { a: { 'a b': 'x' } } })).toThrow(TypeError);
    for (const name of ['', 'a b', 'a: b', '1', '__proto__\n'])
      expect(() => setGate('', 'x.md', 'a', { fields: { [name]: 'x' } })).toThrow(TypeError);
  });
});

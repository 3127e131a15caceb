import * as fc from 'fast-check';

/** A Markdown status file as somebody may have written it, cut where an edit of its target gate may touch it. */
export interface WrittenStatusFile {
  readonly target: string;
  readonly beforeGate: string;
  readonly gate: string;
  /** From behind the gate to the end of the `## Log` section. */
  readonly afterGate: string;
  readonly afterLog: string;
  readonly lineBreak: string;
}

const word = fc
  .stringMatching(/^[a-z][a-z_]{0,9}$/)
  .filter((text) => !/^(status|by|at|n|y|no|yes|on|off|null|true|false)$/.test(text));
const prose = fc
  .string({ unit: fc.constantFrom(...Array.from('abc xyz0189äß日🧑‍🚀:#-,{}[]&*!|>%@`$\\\'"')), maxLength: 20 })
  .map((text) => text.trim());
const quoted = prose.map((text) => JSON.stringify(text));
const single = prose.map((text) => `'${text.replaceAll("'", "''")}'`);
const plain = fc.constantFrom('pending', 'passed', '2026-01-16', '0068', 'a b', 'x#y', 'true', '日本 🚀');
const scalar = fc.oneof(plain, quoted, single);
const comment = fc.oneof(
  fc.constant(''),
  prose.map((text) => `  # ${text}`),
);
const blank = fc.constantFrom('', '', '\n', '  \n', '# a note: { not: yaml\n');

/** A gate's entry from behind its key's colon to the end of its last line, without the line break. */
const entry = fc.oneof(
  fc.tuple(scalar, comment).map(([status, end]) => ` ${status}${end}`),
  fc
    .record({
      status: scalar,
      extra: fc.option(scalar),
      end: comment,
      tight: fc.boolean(),
      comma: fc.boolean(),
    })
    .map(({ status, extra, end, tight, comma }) => {
      const parts = [`status: ${status}`, ...(extra === null ? [] : [`by: ${extra}`])];
      const inner = parts.join(', ') + (comma ? ',' : '');
      return tight ? ` {${inner}}${end}` : ` { ${inner} }${end}`;
    }),
  fc
    .record({
      status: scalar,
      by: fc.option(scalar),
      list: fc.boolean(),
      ends: fc.array(comment, { minLength: 3, maxLength: 3 }),
      first: fc.boolean(),
    })
    .map(({ status, by, list, ends, first }) => {
      const lines = [`      status: ${status}${ends[1] ?? ''}`];
      if (by !== null) lines.splice(first ? 0 : 1, 0, `      by: ${by}${ends[2] ?? ''}`);
      if (list) lines.push('      notes:', '        - { deep: [1, 2] } # x');
      return `${ends[0] ?? ''}\n${lines.join('\n')}`;
    }),
);

const transition = fc.record({
  name: word,
  gates: fc.uniqueArray(
    fc.record({ name: fc.constantFrom('human_approval', 'spec_exists', 'review'), entry, blank }),
    {
      selector: (gate) => gate.name,
      minLength: 1,
    },
  ),
});

const otherKeys = fc.uniqueArray(
  fc.record({
    name: word.filter((name) => name !== 'gates'),
    value: fc.oneof(
      fc.tuple(scalar, comment).map(([value, end]) => `${value}${end}`),
      fc.constantFrom(
        '&one { a: 1, b: [x, "y"] }',
        '[a, b, {c: d}]',
        '|\n  text: {\n\n  more',
        '>-\n  folded\n  text',
        '!!str 12',
        '~',
      ),
    ),
    blank,
  }),
  { selector: (key) => key.name, maxLength: 4 },
);

const logLines = fc.array(
  prose.map((text) => `- ${text}`),
  { maxLength: 3 },
);

export const writtenStatusFile: fc.Arbitrary<WrittenStatusFile> = fc
  .record({
    mark: fc.constantFrom('', '\uFEFF'),
    lineBreak: fc.constantFrom('\n', '\r\n'),
    before: otherKeys,
    transitions: fc.uniqueArray(transition, { selector: (each) => each.name, minLength: 1, maxLength: 3 }),
    pick: fc.tuple(fc.nat(), fc.nat()),
    after: fc.boolean(),
    intro: fc.constantFrom('', '\n# Words\n\ntext  \n', '```\n## Log\n```\n'),
    log: logLines,
    rest: fc.constantFrom('', '\n', '\n## Next\n- x', '# Top\n'),
  })
  .map(({ mark, lineBreak, before, transitions, pick, after, intro, log, rest }) => {
    const transitionAt = pick[0] % transitions.length;
    const gateAt = pick[1] % (transitions[transitionAt]?.gates.length ?? 1);
    const parts = { beforeGate: `${mark}---\n`, gate: '', afterGate: '', afterLog: rest };
    let target = '';
    for (const { name, value, blank } of before) parts.beforeGate += `${blank}k_${name}: ${value}\n`;
    parts.beforeGate += 'anchor: &two { status: pending }\ngates:\n';
    for (const [at, { name, gates }] of transitions.entries()) {
      const open = target === '' ? 'beforeGate' : 'afterGate';
      parts[open] += `  ${name}:\n`;
      for (const [index, gate] of gates.entries()) {
        const isTarget = at === transitionAt && index === gateAt;
        const side = target === '' ? 'beforeGate' : 'afterGate';
        parts[side] += `${gate.blank}    ${gate.name}:`;
        if (isTarget) target = `${name}.${gate.name}`;
        parts[isTarget ? 'gate' : side] += `${gate.entry}\n`;
      }
    }
    parts.afterGate += `${after ? 'uses: [*two, 1]\n' : ''}---\n${intro}## Log\n${log.map((line) => `${line}\n`).join('')}`;
    const broken = (text: string) => text.replaceAll('\n', lineBreak);
    return {
      target,
      lineBreak,
      beforeGate: broken(parts.beforeGate),
      gate: broken(parts.gate),
      afterGate: broken(parts.afterGate),
      afterLog: broken(parts.afterLog),
    };
  });

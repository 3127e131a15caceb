import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseStatusFile, setGate, writtenRequest } from '@codev-hq/status-file';
import { dated } from './demo-repository.ts';
import { nextStep } from './demo-work.ts';

const NOW = new Date('2026-03-01T10:00:00Z');
const PATH = 'codev/status/0068-pause-subscription.md';
const content = join(__dirname, '..', 'demo', 'status');
const read = (name: string) => dated(readFileSync(join(content, name), 'utf8'), NOW);
const step = (text: string, work = '## Plan\n\nFirst this, then $& that.') =>
  nextStep(
    text,
    parseStatusFile(text, PATH),
    () => work,
    (gate) => writtenRequest(text, PATH, gate),
    NOW,
  );

function approve(text: string, gate: string): string {
  const edit = setGate(text, PATH, gate, { fields: { status: 'passed', by: 'Ada', at: NOW.toISOString() } });
  if (!edit.ok) throw new Error(edit.refusal.error);
  return edit.text;
}

describe('the demo’s agent', () => {
  test('waits while a person’s gate is pending', () => {
    expect(step(read('0068-pause-subscription.md'))).toBeUndefined();
  });

  test('waits while a program’s gate is pending', () => {
    expect(step(read('0064-public-api-limits.md'))).toBeUndefined();
  });

  test('moves on to the next phase once its gate is passed', () => {
    const moved = step(approve(read('0068-pause-subscription.md'), 'specify_to_plan.human_approval'));
    expect(moved).toMatchObject({ kind: 'move on', phase: 'plan', subject: '[0068] Move on to plan' });
    expect(parseStatusFile(moved?.text ?? '', PATH)).toMatchObject({ phase: 'plan' });
  });

  test('does its work in the new phase and asks for the next gate', () => {
    const moved = step(approve(read('0068-pause-subscription.md'), 'specify_to_plan.human_approval'));
    const asked = step(moved?.text ?? '');
    expect(asked).toMatchObject({ kind: 'ask', subject: '[0068] Ask a person about plan' });
    expect(asked?.text).toContain('First this, then $& that.\n\n## Log\n');
    const model = parseStatusFile(asked?.text ?? '', PATH);
    expect(model.problem).toBeUndefined();
    expect(model.gates.filter(({ waiting }) => waiting).map(({ name }) => name)).toEqual([
      'plan_to_implement.human_approval',
    ]);
  });

  test('takes up a request for changes in a new version, once, and the gate waits for that', () => {
    const gate = 'specify_to_plan.human_approval';
    const request = (text: string, at: string, comment: string) => {
      const changes_requested = { by: 'Ada', at, comment };
      const edit = setGate(text, PATH, gate, { fields: { status: 'pending', changes_requested } });
      if (!edit.ok) throw new Error(edit.refusal.error);
      return edit.text;
    };
    const before = read('0068-pause-subscription.md');
    const sentBack = request(
      before,
      '2026-03-01T09:59:00.000Z',
      'Offer it when cancelling.\n\n## Log\n$& too',
    );
    const revised = step(sentBack);
    expect(revised).toMatchObject({ kind: 'revise', subject: '[0068] Take up what Ada asked for' });
    const text = revised?.text ?? '';
    expect(text).toContain('> Offer it when cancelling.\n>\n> ## Log\n> $& too\n');
    const [was, is] = [before, text].map((one) => parseStatusFile(one, PATH));
    expect(is?.problem).toBeUndefined();
    expect(is?.reading_digest).not.toBe(was?.reading_digest);
    expect(is?.gates.find(({ name }) => name === gate)?.waiting).toBe(true);
    expect(step(text)).toBeUndefined();
    expect(step(request(text, '2026-03-01T10:05:00.000Z', 'Shorter.'))?.text).toContain('> Shorter.\n');
    expect(step(approve(text, gate))).toMatchObject({ kind: 'move on', phase: 'plan' });
  });

  test('is done after the last phase', () => {
    let text = read('0071-invoice-numbers.md');
    const seen: string[] = [];
    for (let round = 0; round < 20; round++) {
      const waiting = parseStatusFile(text, PATH).gates.find((gate) => gate.waiting);
      if (waiting) text = approve(text, waiting.name);
      const next = step(text);
      if (!next) break;
      seen.push(`${next.kind} ${next.phase}`);
      text = next.text;
    }
    expect(seen).toEqual([
      'move on implement',
      'ask implement',
      'move on review',
      'ask review',
      'move on complete',
    ]);
  });
});

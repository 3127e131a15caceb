import { findPendingGate, parseStatusFile } from './index.js';
import { fixture, markdown } from '../testing/fixtures.js';

const model = (yaml: string) => parseStatusFile(markdown(yaml), 'x.md');
const refusal = (yaml: string, wanted: string) => {
  const found = findPendingGate(model(yaml), wanted);
  return found.ok ? `found ${found.gate.name}` : found.refusal;
};
const TWO = 'gates: { a: { human_approval: pending }, b: { human_approval: pending } }';
const ONE = 'gates: { a: { human_approval: passed }, b: { human_approval: pending } }';

describe('the gate that a decision means', () => {
  it('C5: is the one of that full name and no other', () => {
    expect(findPendingGate(model(TWO), 'b.human_approval')).toMatchObject({
      ok: true,
      gate: { name: 'b.human_approval' },
    });
  });

  it('is the only pending one that ends so', () => {
    expect(findPendingGate(model(ONE), 'human_approval')).toMatchObject({
      ok: true,
      gate: { name: 'b.human_approval' },
    });
  });

  it('C5: is not guessed when several pending ones end so', () => {
    expect(refusal(TWO, 'human_approval')).toEqual({
      code: 'GATE_AMBIGUOUS',
      error: expect.stringContaining('Use the full name'),
      candidates: ['a.human_approval', 'b.human_approval'],
    });
  });

  it('is the flat one when its full name is also the end of another', () => {
    const yaml = 'gates: { a: { human_approval: pending }, human_approval: pending }';
    expect(findPendingGate(model(yaml), 'human_approval')).toMatchObject({
      ok: true,
      gate: { name: 'human_approval' },
    });
  });

  it.each([
    String.raw`\w+`,
    '.*',
    'human.approval',
    'a.*',
    'approval',
    '',
    '.human_approval',
    'B.human_approval',
    '$&',
  ])('C6: %j is compared literally and matches nothing', (wanted) => {
    expect(refusal(ONE, wanted)).toMatchObject({ code: 'GATE_NOT_FOUND', candidates: ['b.human_approval'] });
  });

  it('is refused with the reason when it does not wait', () => {
    const notPending = (error: string) => ({
      code: 'GATE_NOT_PENDING',
      error: expect.stringContaining(error),
    });
    expect(refusal(ONE, 'a.human_approval')).toEqual(notPending('is not pending but "passed"'));
    expect(refusal('gates: { human_approval: passed }', 'human_approval')).toEqual(notPending('"passed"'));
    expect(refusal('gates: { a: { human_approval: passed } }', 'human_approval')).toEqual(
      notPending('"passed"'),
    );
    expect(refusal('gates: { spec_exists: pending }', 'spec_exists')).toEqual(notPending('by a program'));
    expect(refusal('gates: { human_approval: }', 'human_approval')).toEqual(notPending('has no status'));
    expect(refusal(`${ONE}\nx: 1\nx: 2`, 'human_approval')).toEqual(notPending('problem in line 4'));
  });

  it('is refused in a file that cannot be read, with the file’s problem', () => {
    const found = findPendingGate(parseStatusFile('words', 'x.md'), 'human_approval');
    expect(found).toMatchObject({
      ok: false,
      refusal: {
        code: 'GATE_NOT_FOUND',
        error: expect.stringContaining('in line 1: This file has no front matter'),
      },
    });
  });

  it('must have been requested in a porch file, and the project not finished', () => {
    const waiting = parseStatusFile(fixture('porch-waiting.yaml'), 'status.yaml');
    expect(findPendingGate(waiting, 'plan-approval')).toMatchObject({ ok: true });
    expect(findPendingGate(waiting, 'pr')).toMatchObject({
      refusal: { code: 'GATE_NOT_PENDING', error: expect.stringContaining('not been requested') },
    });
    expect(
      findPendingGate(parseStatusFile(fixture('porch-finished.yaml'), 'status.yaml'), 'pr'),
    ).toMatchObject({
      refusal: { code: 'GATE_NOT_PENDING', error: expect.stringContaining('finished (phase "verified")') },
    });
  });
});

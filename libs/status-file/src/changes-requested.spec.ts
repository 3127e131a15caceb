import { writtenRequest } from './changes-requested.js';
import { setGate } from './set-gate.js';

const PATH = 'codev/status/0068-pause.md';
const GATE = 'specify_to_plan.human_approval';
const TEXT = `---
id: '0068'
gates:
  specify_to_plan:
    human_approval: { status: pending }
---

Text.
`;

test('a request for changes is read as it was written', () => {
  const request = {
    by: 'Ada “A” Lovelace',
    at: '2026-03-01T10:00:00.000Z',
    comment: "Say: how?\n\n- it's { odd }",
  };
  const edit = setGate(TEXT, PATH, GATE, { fields: { status: 'pending', changes_requested: request } });
  expect(edit.ok && writtenRequest(edit.text, PATH, GATE)).toEqual(request);
});

test('without one, and for a gate that is not there, there is none', () => {
  expect(writtenRequest(TEXT, PATH, GATE)).toBeUndefined();
  expect(writtenRequest(TEXT, PATH, 'plan_to_implement.human_approval')).toBeUndefined();
  expect(writtenRequest(TEXT.replace('{ status: pending }', 'pending'), PATH, GATE)).toBeUndefined();
});

test('one that somebody wrote by hand has what can be read of it', () => {
  const by = (request: string) =>
    TEXT.replace('status: pending', `status: pending, changes_requested: ${request}`);
  expect(writtenRequest(by('{ comment: Shorter, by: [Ada] }'), PATH, GATE)).toEqual({
    by: '',
    at: '',
    comment: 'Shorter',
  });
  expect(writtenRequest(by('soon'), PATH, GATE)).toEqual({ by: '', at: '', comment: '' });
});

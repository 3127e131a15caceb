import { gateWords } from './gate-words';

describe('a gate in words', () => {
  it.each([
    [
      'specify_to_plan.human_approval',
      'Move from specify to plan?',
      'Approved: Specify → Plan',
      'Specify → Plan',
      'human approval',
    ],
    ['spec-approval', 'Approve the spec?', 'Spec approved', 'Spec approval', null],
    ['dev-approval', 'Approve the development result?', 'Development result approved', 'Dev approval', null],
    ['pr', 'Approve the pull request?', 'Pull request approved', 'Pull request', null],
    ['research-complete', 'Is the research complete?', 'Research is complete', 'Research complete', null],
    ['human_approval', 'Pass “Human approval”?', '“Human approval” passed', 'Human approval', null],
    ['release.go_live', 'Pass “Release”?', '“Release” passed', 'Release', 'go live'],
    ['_', 'Pass “_”?', '“_” passed', '_', null],
  ])('%s', (name, question, done, label, kind) => {
    expect(gateWords(name)).toEqual({ question, done, label, kind });
  });

  it('tells two transitions apart whose gates have the same name', () => {
    const labels = ['a_to_b.human_approval', 'b_to_c.human_approval'].map((name) => gateWords(name).label);
    expect(labels).toEqual(['A → B', 'B → C']);
  });
});

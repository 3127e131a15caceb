import { gateWords } from './gate-words';

describe('a gate in words', () => {
  it.each([
    ['specify_to_plan.human_approval', 'Move from specify to plan?', 'Specify → Plan', 'human approval'],
    ['spec-approval', 'Approve the spec?', 'Spec approval', null],
    ['dev-approval', 'Approve the development result?', 'Dev approval', null],
    ['pr', 'Approve the pull request?', 'Pull request', null],
    ['research-complete', 'Is the research complete?', 'Research complete', null],
    ['human_approval', 'Pass “Human approval”?', 'Human approval', null],
    ['release.go_live', 'Pass “Release”?', 'Release', 'go live'],
    ['_', 'Pass “_”?', '_', null],
  ])('%s', (name, question, label, kind) => {
    expect(gateWords(name)).toEqual({ question, label, kind });
  });

  it('tells two transitions apart whose gates have the same name', () => {
    const labels = ['a_to_b.human_approval', 'b_to_c.human_approval'].map((name) => gateWords(name).label);
    expect(labels).toEqual(['A → B', 'B → C']);
  });
});

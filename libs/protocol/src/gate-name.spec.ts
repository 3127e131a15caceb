import { gateLabel, readGateName } from './gate-name.js';

describe('a gate’s name', () => {
  it.each([
    ['specify_to_plan.human_approval', 'Specify → Plan'],
    ['plan-approval', 'Plan approval'],
    ['pr', 'Pull request'],
    ['human_approval', 'Human approval'],
    ['release.go_live', 'Release'],
    ['_', '_'],
    ['', ''],
  ])('%s is told as %s', (name, label) => {
    expect(gateLabel(name)).toBe(label);
  });

  it('is taken apart into the phases and the last segment', () => {
    expect(readGateName('a_to_b_c.human_approval')).toEqual({
      between: ['a', 'b c'],
      parent: 'a to b c',
      last: 'human_approval',
    });
  });
});

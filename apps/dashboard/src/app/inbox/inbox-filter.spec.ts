import { aWaitingGate } from '../../../testing/factories';
import { choices, EVERYTHING, filterOf, grouped, kindOf, narrows, paramsOf, passes } from './inbox-filter';

const shop = aWaitingGate({ gate_id: 'g1' });
const blog = aWaitingGate({
  gate_id: 'g2',
  project_path: '/home/ada/blog',
  project_name: 'blog',
  gate: 'spec-approval',
});
const elsewhere = aWaitingGate({ gate_id: 'g3', instance_id: 'i2', instance_name: 'tower' });
const nobody = () => false;

describe('the inbox’s filter', () => {
  it('is everything when the address says nothing, or something unknown', () => {
    expect(filterOf({})).toEqual(EVERYTHING);
    expect(filterOf({ show: 'theirs', group: 'colour' })).toEqual(EVERYTHING);
    expect(Object.values(paramsOf(EVERYTHING)).every((value) => value === null)).toBe(true);
  });

  it('comes back from the address as it was', () => {
    const filter = {
      show: 'mine',
      project: 'i1 /home/ada/shop',
      machine: 'i1',
      kind: 'Specify → Plan',
      group: 'kind',
    } as const;
    expect(filterOf(paramsOf(filter))).toEqual(filter);
  });

  it.each([
    ['a project of one machine', { project: 'i1 /home/ada/shop' }, ['g1']],
    ['a machine', { machine: 'i2' }, ['g3']],
    ['a question', { kind: 'Spec approval' }, ['g2']],
    ['mine, which are none', { show: 'mine' }, []],
    ['a question on a machine', { kind: 'Spec approval', machine: 'i2' }, []],
  ])('leaves only %s', (_case, said, ids) => {
    const filter = filterOf(said);
    expect(narrows(filter)).toBe(true);
    const left = [shop, blog, elsewhere].filter((gate) => passes(gate, filter, nobody));
    expect(left.map(({ gate_id }) => gate_id)).toEqual(ids);
  });

  it('does not hide anything by grouping', () => {
    expect(narrows(filterOf({ group: 'project' }))).toBe(false);
  });

  it('offers each choice once, by name', () => {
    expect(choices([shop, blog, elsewhere], kindOf, kindOf).map(({ label }) => label)).toEqual([
      'Spec approval',
      'Specify → Plan',
    ]);
  });
});

describe('groups', () => {
  it('come in the order of their oldest gate, and keep the order inside', () => {
    const young = aWaitingGate({ gate_id: 'g4' });
    const groups = grouped([blog, shop, elsewhere, young], 'project');
    expect(groups.map(({ heading }) => heading)).toEqual(['blog', 'shop', 'shop']);
    expect(groups[1]?.gates.map(({ gate_id }) => gate_id)).toEqual(['g1', 'g4']);
  });

  it('are one without a name when nothing is grouped', () => {
    expect(grouped([shop, blog], 'none')).toEqual([{ key: '', heading: '', gates: [shop, blog] }]);
    expect(grouped([], 'none')).toEqual([]);
  });
});

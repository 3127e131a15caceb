import { fileHeadings, HeadingNames, wantedBy } from './outline';

describe('the names of headings', () => {
  it('say the paper and the words, the same each time', () => {
    const names = new HeadingNames('plan');
    expect(['Risks & costs', 'Über uns', 'Risks & costs', '???'].map((text) => names.nameFor(text))).toEqual([
      'plan.risks-costs',
      'plan.uber-uns',
      'plan.risks-costs-2',
      'plan.section',
    ]);
  });

  it('name files of a diff too', () => {
    expect(fileHeadings('diff', ['src/a.ts'])).toEqual([{ id: 'diff.srcats', text: 'src/a.ts', level: 1 }]);
  });

  it('are found in an address', () => {
    expect(wantedBy(null)).toBeNull();
    expect(wantedBy('plan')).toEqual({ paper: 'plan', heading: null });
    expect(wantedBy('plan.risks')).toEqual({ paper: 'plan', heading: 'plan.risks' });
  });
});

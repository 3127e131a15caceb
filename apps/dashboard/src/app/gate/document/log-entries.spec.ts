import { logEntries } from './log-entries';

describe('the log of a status file', () => {
  it('is one entry for each line, with when, who and what', () => {
    const log = `
- Started
- 2026-11-22T10:05Z Agent: first draft
* [2026-11-23] Builder 68: asks a person
2026-11-24 14:00 — Grace Hopper: read it
- 2026-11-25 Gate plan_to_implement.human_approval approved by Ada Lovelace through Codev HQ
- 2026-11-26 Changes requested at gate pr by Ada through Codev HQ: Shorter: say what is waived.
`;
    expect(logEntries(log)).toEqual([
      { what: 'Started' },
      { when: '2026-11-22T10:05Z', who: 'Agent', what: 'first draft' },
      { when: '2026-11-23', who: 'Builder 68', what: 'asks a person' },
      { when: '2026-11-24 14:00', who: 'Grace Hopper', what: 'read it' },
      {
        when: '2026-11-25',
        who: 'Ada Lovelace',
        what: 'Gate plan_to_implement.human_approval approved through Codev HQ',
      },
      {
        when: '2026-11-26',
        who: 'Ada',
        what: 'Changes requested at gate pr through Codev HQ',
        said: 'Shorter: say what is waived.',
      },
    ]);
  });

  it('keeps what is indented with the line above it', () => {
    expect(logEntries('- Agent: tried\n  three ways\n\n  - one\n  - two\n- Next')).toEqual([
      { who: 'Agent', what: 'tried three ways', rest: '- one\n- two' },
      { what: 'Next' },
    ]);
  });

  it.each([
    'The plan of last week was this: nothing',
    'https://example.org/a',
    'Gate x approved',
    '20261122 started',
  ])('takes nothing apart that is one: %s', (what) => {
    expect(logEntries(`- ${what}`)).toEqual([{ what }]);
  });

  it('has no entries when there are no lines', () => {
    expect(logEntries('\n \n')).toEqual([]);
  });
});

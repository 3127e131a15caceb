import { actorWords, logEventWords } from './log-event-words';

describe('an event of the audit log', () => {
  it('is told in words', () => {
    expect(logEventWords('key-rotated')).toBe('Key renewed');
    expect(logEventWords('decision-superseded')).toBe('Decision superseded');
  });

  it.each([
    ['decision-decided', 'approve', 'Approval recorded'],
    ['decision-applied', 'approve', 'Approval applied'],
    ['decision-sent', 'request_changes', 'Request for changes sent'],
    ['decision-sent', 'postpone', 'Decision sent'],
    ['decision-sent', 'constructor', 'Decision sent'],
    ['decision-sent', 7, 'Decision sent'],
    ['decision-lost', 'approve', 'Decision lost'],
    ['webhook-added', 'approve', 'Webhook added'],
  ])('%s of a decision of the kind %j is told as "%s"', (event, kind, words) => {
    expect(logEventWords(event, kind)).toBe(words);
  });

  it.each([
    ['lamp_lit.twice', 'Lamp lit twice'],
    ['constructor', 'Constructor'],
    ['', ''],
  ])('that another version of HQ wrote, %j, is read as it is written', (event, words) => {
    expect(logEventWords(event)).toBe(words);
  });
});

describe('who did what the audit log has', () => {
  it.each([
    ['command line', 'HQ’s command line'],
    ['hq', 'HQ'],
    ['Ada Lovelace', 'Ada Lovelace'],
    ['toString', 'toString'],
  ])('%s reads %s', (name, words) => {
    expect(actorWords(name)).toBe(words);
  });
});

import { filterOf, NO_FILTER } from './activity-filter';

describe('what the address says of activity', () => {
  it('has both days included, in the reader’s zone', () => {
    const { since, until } = filterOf({ ...NO_FILTER, since: '2026-11-24', until: '2026-11-25' });
    expect(since).toBe(new Date(2026, 10, 24).toISOString());
    expect(until).toBe(new Date(2026, 10, 26).toISOString());
  });

  it('asks for all kinds of a group, and for everything where it makes no sense', () => {
    expect(filterOf({ ...NO_FILTER, kind: 'builders' }).kinds).toEqual([
      'builder-changed',
      'builder-removed',
    ]);
    expect(filterOf({ ...NO_FILTER, kind: 'toString', since: 'tomorrow', q: ' x ' })).toMatchObject({
      kinds: [],
      since: '',
      q: 'x',
    });
  });
});

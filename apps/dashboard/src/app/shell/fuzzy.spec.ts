import { bestFits, scoreOf } from './fuzzy';

describe('what is typed', () => {
  it.each([
    ['psub', 'Pause a subscription'],
    ['68 pause', '0068 Pause a subscription'],
    ['grosse', 'Größe der Karte'],
    ['GRÖSSE', 'Größe der Karte'],
    ['', 'anything'],
  ])('%p finds %p', (typed, text) => {
    expect(scoreOf(typed, text)).not.toBeNull();
  });

  it.each([
    ['xyz', 'Pause a subscription'],
    ['buspa', 'Pause a subscription'],
  ])('%p does not find %p', (typed, text) => {
    expect(scoreOf(typed, text)).toBeNull();
  });

  it('finds beginnings of words before letters inside them, and the shorter text first', () => {
    const texts = ['Superset', 'Sunset', 'Settings', 'Set', 'Reset the session'];
    expect(bestFits('set', texts, (text) => text).slice(0, 2)).toEqual(['Set', 'Settings']);
  });

  it('leaves the order as it is while nothing is typed', () => {
    expect(bestFits(' ', ['b', 'a'], (text) => text)).toEqual(['b', 'a']);
  });
});

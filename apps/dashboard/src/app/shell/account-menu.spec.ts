import { initialsOf } from './account-menu';

describe('a person’s initials', () => {
  it.each([
    ['Ada Lovelace', 'AL'],
    ['  grace   brewster hopper ', 'GH'],
    ['Plato', 'P'],
    ['Élodie Ünal', 'ÉÜ'],
    ['😀 Bot', '😀B'],
    ['', ''],
  ])('of %s are %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});

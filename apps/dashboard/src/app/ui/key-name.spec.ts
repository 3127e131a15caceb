import { writtenKey } from './key-name';

describe('a key', () => {
  it.each([
    ['mod+k', true, '⌘K'],
    ['mod+k', false, 'Ctrl K'],
    ['Enter', false, '↵'],
    ['?', true, '?'],
  ])('%s is written as on the reader’s keyboard', (key, onMac, written) => {
    expect(writtenKey(key, onMac)).toBe(written);
  });
});

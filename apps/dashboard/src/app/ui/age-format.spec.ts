import { ageInSentence, ageInWords, agoInWords, countInWords, exactTime } from './age-format';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('an age', () => {
  it.each([
    [-5_000, '<1m'],
    [59_999, '<1m'],
    [MINUTE, '1m'],
    [59 * MINUTE, '59m'],
    [3 * HOUR + 12 * MINUTE, '3h 12m'],
    [2 * HOUR, '2h'],
    [52 * HOUR, '2d 4h'],
    [48 * HOUR, '2d'],
  ])('of %d ms reads %s', (milliseconds, words) => {
    expect(ageInWords(milliseconds)).toBe(words);
  });
});

describe('an age within a sentence', () => {
  it('has no sign where a word can stand', () => {
    expect(ageInSentence(59_999)).toBe('under a minute');
    expect(ageInSentence(3 * HOUR + 12 * MINUTE)).toBe('3h 12m');
  });
});

describe('how long ago something was', () => {
  it('reads as a sentence would say it', () => {
    expect(agoInWords(2_000)).toBe('just now');
    expect(agoInWords(12 * MINUTE)).toBe('12m ago');
    expect(agoInWords(3 * HOUR + 59 * MINUTE)).toBe('3h ago');
    expect(agoInWords(25 * HOUR)).toBe('1d ago');
    expect(agoInWords(49 * HOUR)).toBe('2d ago');
  });
});

describe('a count', () => {
  it('is written as the reader writes numbers', () => {
    expect(countInWords(1204)).toBe(new Intl.NumberFormat(navigator.language).format(1204));
  });
});

describe('an exact time', () => {
  it('is in the reader’s zone', () => {
    const summer = '2026-06-01T12:00:00.000Z';
    const formatted = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });
    expect(exactTime(summer)).toBe(formatted.format(new Date(summer)));
  });

  it('that is no time is shown as it is written', () => {
    expect(exactTime('yesterday')).toBe('yesterday');
  });
});

import type { QuietHours } from '@codev-hq/protocol';
import { isQuiet } from './quiet-hours.js';

const hours = (start: string, end: string, zone: string): QuietHours => ({ start, end, zone });

describe('quiet hours are by the clock on a person’s wall', () => {
  it.each([
    ['an evening, from its first minute', '22:00', '07:00', 'UTC', '2027-01-15T22:00:00Z', true],
    ['the minute before', '22:00', '07:00', 'UTC', '2027-01-15T21:59:59Z', false],
    ['the small hours, to the last minute', '22:00', '07:00', 'UTC', '2027-01-16T06:59:59Z', true],
    ['the end itself is not', '22:00', '07:00', 'UTC', '2027-01-16T07:00:00Z', false],
    ['a lunch', '12:00', '13:00', 'UTC', '2027-01-15T12:30:00Z', true],
    ['midnight is an end like another', '20:00', '00:00', 'UTC', '2027-01-15T23:59:00Z', true],
    ['and after it is not', '20:00', '00:00', 'UTC', '2027-01-16T00:00:00Z', false],
    ['half an hour off', '22:00', '07:00', 'Asia/Kolkata', '2027-01-15T16:29:00Z', false],
    ['half an hour off, begun', '22:00', '07:00', 'Asia/Kolkata', '2027-01-15T16:30:00Z', true],
    ['a day ahead', '22:00', '07:00', 'Pacific/Kiritimati', '2027-01-15T08:00:00Z', true],
    ['a day behind', '22:00', '07:00', 'Pacific/Pago_Pago', '2027-01-16T09:00:00Z', true],
  ])('%s', (_, start, end, zone, at, quiet) => {
    expect(isQuiet(hours(start, end, zone), Date.parse(at))).toBe(quiet);
  });

  it.each([
    ['ends an hour earlier by UTC', '22:00', '07:00', '2027-03-28T04:59:00Z', '2027-03-28T05:00:00Z'],
    [
      'ends with the hour that there is not',
      '01:30',
      '02:30',
      '2027-03-28T00:59:00Z',
      '2027-03-28T01:00:00Z',
    ],
  ])('the night in which clocks go forward %s', (_, start, end, before, after) => {
    const berlin = hours(start, end, 'Europe/Berlin');
    expect([before, after].map((at) => isQuiet(berlin, Date.parse(at)))).toEqual([true, false]);
  });

  it('the night in which clocks go back is an hour longer', () => {
    const berlin = hours('22:00', '07:00', 'Europe/Berlin');
    const at = ['2027-10-30T20:00:00Z', '2027-10-31T05:59:00Z', '2027-10-31T06:00:00Z'];
    expect(at.map((moment) => isQuiet(berlin, Date.parse(moment)))).toEqual([true, true, false]);
  });
});

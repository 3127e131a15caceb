import { TestBed } from '@angular/core/testing';
import { Clock } from './clock';

const NOON = Date.parse('2026-11-22T12:00:00.000Z');

const visible = (state: DocumentVisibilityState) => {
  Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
};

describe('the clock', () => {
  beforeEach(() => jest.useFakeTimers({ now: NOON }));
  afterEach(() => {
    visible('visible');
    jest.useRealTimers();
  });

  it('moves every few seconds', () => {
    const clock = TestBed.inject(Clock);
    jest.advanceTimersByTime(5_000);
    expect(clock.now()).toBe(NOON + 5_000);
  });

  it('rests while the page is hidden and is right again when it is seen', () => {
    const clock = TestBed.inject(Clock);
    visible('hidden');
    jest.advanceTimersByTime(60_000);
    expect(clock.now()).toBe(NOON);
    visible('visible');
    expect(clock.now()).toBe(NOON + 60_000);
  });

  it('follows HQ’s clock when the device’s is wrong', () => {
    const clock = TestBed.inject(Clock);
    clock.setByHq('2026-11-22T12:30:00.000Z');
    jest.advanceTimersByTime(5_000);
    expect(new Date(clock.now()).toISOString()).toBe('2026-11-22T12:30:05.000Z');
  });

  it('keeps its time when HQ names none', () => {
    const clock = TestBed.inject(Clock);
    clock.setByHq('soon');
    expect(clock.now()).toBe(NOON);
  });
});

import { TestBed } from '@angular/core/testing';
import { of } from 'rxjs';
import { AfterFirstPage } from './after-first-page';

const load = jest.fn(() => of('page'));
const whenIdle = jest.fn((run: () => void) => run());

beforeEach(() => {
  jest.useFakeTimers();
  load.mockClear();
  Object.assign(window, { requestIdleCallback: whenIdle });
});
afterEach(() => {
  jest.useRealTimers();
  Reflect.deleteProperty(window, 'requestIdleCallback');
});

it('a likely page is fetched once the first is read and the browser has nothing to do', async () => {
  TestBed.inject(AfterFirstPage)
    .preload({ data: { soon: true } }, load)
    .subscribe();
  await jest.advanceTimersByTimeAsync(2999);
  expect(load).not.toHaveBeenCalled();
  await jest.advanceTimersByTimeAsync(1);
  expect(whenIdle).toHaveBeenCalled();
  expect(load).toHaveBeenCalledTimes(1);
});

it('a browser that cannot say when it is idle fetches it too', async () => {
  Reflect.deleteProperty(window, 'requestIdleCallback');
  TestBed.inject(AfterFirstPage)
    .preload({ data: { soon: true } }, load)
    .subscribe();
  await jest.advanceTimersByTimeAsync(3001);
  expect(load).toHaveBeenCalledTimes(1);
});

it('other pages are fetched when somebody goes there', async () => {
  TestBed.inject(AfterFirstPage).preload({}, load).subscribe();
  await jest.advanceTimersByTimeAsync(60_000);
  expect(load).not.toHaveBeenCalled();
});

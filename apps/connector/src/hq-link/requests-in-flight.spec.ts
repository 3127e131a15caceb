import { success } from '@codev-hq/protocol';
import { RequestsInFlight } from './requests-in-flight.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('requests in flight', () => {
  test('an answer finds its question by id', async () => {
    const requests = new RequestsInFlight();
    const first = requests.expect('1', 1_000);
    const second = requests.expect('2', 1_000);
    expect(requests.settle(success('2'))).toBe(true);
    expect(requests.settle(success('1'))).toBe(true);
    await expect(first).resolves.toMatchObject({ id: '1' });
    await expect(second).resolves.toMatchObject({ id: '2' });
  });

  test('an answer that nobody waits for is told apart', () => {
    const requests = new RequestsInFlight();
    void requests.expect('1', 1_000);
    expect(requests.settle(success('other'))).toBe(false);
    requests.settle(success('1'));
    expect(requests.settle(success('1'))).toBe(false);
  });

  test('silence is an answer of its own, after a while', async () => {
    const requests = new RequestsInFlight();
    const answer = requests.expect('1', 1_000);
    jest.advanceTimersByTime(1_000);
    await expect(answer).resolves.toBeUndefined();
    expect(jest.getTimerCount()).toBe(0);
  });

  test('nobody waits for a connection that is gone', async () => {
    const requests = new RequestsInFlight();
    const answers = [requests.expect('1', 1_000), requests.expect('2', 1_000)];
    requests.abandonAll();
    await expect(Promise.all(answers)).resolves.toEqual([undefined, undefined]);
    expect(jest.getTimerCount()).toBe(0);
  });
});

import { Heartbeat } from './heartbeat.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function beating() {
  const ping = jest.fn();
  const silent = jest.fn();
  const heartbeat = new Heartbeat({ ping, silent });
  heartbeat.start(1_000);
  return { heartbeat, ping, silent };
}

describe('the heartbeat', () => {
  test('pings at every beat', () => {
    const { ping } = beating();
    jest.advanceTimersByTime(3_000);
    expect(ping).toHaveBeenCalledTimes(3);
  });

  test('gives HQ up after three beats without a frame, once', () => {
    const { ping, silent } = beating();
    jest.advanceTimersByTime(3_999);
    expect(silent).not.toHaveBeenCalled();
    jest.advanceTimersByTime(60_000);
    expect(silent).toHaveBeenCalledTimes(1);
    expect(ping).toHaveBeenCalledTimes(3);
  });

  test('any frame is a sign of life', () => {
    const { heartbeat, silent } = beating();
    for (let i = 0; i < 20; i++) {
      jest.advanceTimersByTime(2_900);
      heartbeat.heard();
    }
    expect(silent).not.toHaveBeenCalled();
  });

  test('stops when told', () => {
    const { heartbeat, ping } = beating();
    heartbeat.stop();
    jest.advanceTimersByTime(10_000);
    expect(ping).not.toHaveBeenCalled();
  });
});

import { aSnapshot } from '../../../testing/factories';
import { FakeHq } from '../../../testing/fake-hq';
import { backoffMs, LiveConnection, type ConnectionState } from './live-connection';

const visible = (state: DocumentVisibilityState) => {
  Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
};

describe('the live connection', () => {
  let hq: FakeHq;
  let states: ConnectionState[];
  let names: string[];
  let mayReopen: jest.Mock<Promise<boolean>>;
  let connection: LiveConnection;

  beforeEach(() => {
    jest.useFakeTimers();
    hq = new FakeHq().install();
    states = [];
    names = [];
    mayReopen = jest.fn(() => Promise.resolve(true));
    connection = new LiveConnection({
      state: (state) => {
        if (states.at(-1) !== state) states.push(state);
      },
      event: (event) => names.push(event.name),
      misunderstood: (name) => names.push(`misunderstood ${name}`),
      mayReopen,
    });
    connection.open();
  });

  afterEach(() => {
    connection.close();
    jest.useRealTimers();
  });

  it('asks for the summary and is live once HQ answers (S11)', () => {
    expect(hq.stream.url).toBe('/api/events?view=summary');
    hq.stream.opens();
    hq.stream.emits('snapshot', aSnapshot());
    expect(names).toEqual(['snapshot']);
    expect(states).toEqual(['connecting', 'live']);
  });

  it('leaves a stream that broke to the browser, which resumes it', () => {
    hq.stream.opens();
    hq.stream.breaks();
    jest.advanceTimersByTime(10_000);
    expect(hq.streams).toHaveLength(1);
    hq.stream.opens();
    expect(states).toEqual(['connecting', 'live', 'reconnecting', 'live']);
  });

  it('opens a refused stream anew, after a delay', async () => {
    hq.stream.opens();
    hq.stream.isRefused();
    expect(hq.streams).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(hq.streams).toHaveLength(2);
    hq.stream.opens();
    expect(states.at(-1)).toBe('live');
  });

  it('ends when the person is signed out', async () => {
    mayReopen.mockResolvedValue(false);
    hq.stream.isRefused();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(hq.streams).toHaveLength(1);
  });

  it('says offline when HQ stays away, and stays at it until HQ answers', async () => {
    hq.stream.opens();
    for (let second = 0; second < 40; second += 1) {
      hq.stream.isRefused();
      await jest.advanceTimersByTimeAsync(1_000);
    }
    expect(states).toEqual(['connecting', 'live', 'reconnecting', 'offline']);
    await jest.advanceTimersByTimeAsync(30_000);
    hq.stream.opens();
    expect(states.at(-1)).toBe('live');
  });

  it('says offline at once when the device has no network, and comes back with it', () => {
    hq.stream.opens();
    window.dispatchEvent(new Event('offline'));
    expect(states.at(-1)).toBe('offline');
    window.dispatchEvent(new Event('online'));
    expect(hq.streams).toHaveLength(2);
    hq.stream.opens();
    expect(states.at(-1)).toBe('live');
  });

  it('opens anew when the page is seen again after a long sleep, and not after a short one', () => {
    hq.stream.opens();
    visible('hidden');
    jest.advanceTimersByTime(5_000);
    visible('visible');
    expect(hq.streams).toHaveLength(1);
    visible('hidden');
    jest.advanceTimersByTime(61_000);
    visible('visible');
    expect(hq.streams).toHaveLength(2);
  });

  it('tells of an event that it does not understand', () => {
    hq.stream.emits('gate', '{"gate_id": 7}');
    hq.stream.emits('decision', 'not json');
    expect(names).toEqual(['misunderstood gate', 'misunderstood decision']);
  });

  it('opens nothing any more once it is closed', async () => {
    hq.stream.isRefused();
    connection.close();
    window.dispatchEvent(new Event('online'));
    await jest.advanceTimersByTimeAsync(60_000);
    expect(hq.streams).toHaveLength(1);
  });
});

describe('the delay before a new attempt', () => {
  it('doubles up to 30 s, with jitter over its upper half', () => {
    expect([1, 2, 3, 10].map((failures) => backoffMs(failures, 1))).toEqual([1_000, 2_000, 4_000, 30_000]);
    expect(backoffMs(3, 0)).toBe(2_000);
  });
});

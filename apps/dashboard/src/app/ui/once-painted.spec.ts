import { provideZonelessChangeDetection, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { oncePainted } from './once-painted';

describe('what is drawn once something was painted', () => {
  let painted: FrameRequestCallback[];

  beforeEach(() => {
    jest.useFakeTimers();
    painted = [];
    jest.spyOn(window, 'requestAnimationFrame').mockImplementation((callback) => painted.push(callback));
    TestBed.configureTestingModule({ providers: [provideZonelessChangeDetection()] });
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  const following = () => {
    const typed = signal('');
    const late = TestBed.runInInjectionContext(() => oncePainted(typed, ''));
    return { typed, late };
  };
  const paint = async () => {
    painted.splice(0).forEach((callback) => callback(0));
    await jest.advanceTimersByTimeAsync(1);
  };

  it('follows when the frame is painted, with the latest', async () => {
    const { typed, late } = following();
    typed.set('a');
    TestBed.tick();
    typed.set('ab');
    TestBed.tick();
    expect(late.value()).toBe('');
    await paint();
    expect(late.value()).toBe('ab');
  });

  it('catches up at once when it is asked to', async () => {
    const { typed, late } = following();
    typed.set('a');
    TestBed.tick();
    late.catchUp();
    expect(late.value()).toBe('a');
    await paint();
    expect(late.value()).toBe('a');
  });

  it('follows where nothing is painted', async () => {
    const { typed, late } = following();
    typed.set('a');
    TestBed.tick();
    await jest.advanceTimersByTimeAsync(60);
    expect(late.value()).toBe('a');
  });
});
